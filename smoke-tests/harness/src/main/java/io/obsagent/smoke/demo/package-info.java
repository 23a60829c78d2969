/** The demonstration that README tells people to run. */
package io.obsagent.smoke.demo;
