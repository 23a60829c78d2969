/**
 * What an operator sees and says while the application runs: the admin port with its pages, and the
 * thread that serves it. Nothing here is on the way of the application's calls, and but for {@link
 * io.obsagent.engine.admin.AdminThread} nothing is loaded while it starts.
 */
package io.obsagent.engine.admin;
