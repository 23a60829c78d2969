/** JDKs, child JVMs, and unmodified services running in them. */
package io.obsagent.smoke.jvm;
