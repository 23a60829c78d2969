/** Writes down which tests ran, on which versions of a library. */
package io.obsagent.smoke.ran;
