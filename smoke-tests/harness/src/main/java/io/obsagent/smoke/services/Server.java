package io.obsagent.smoke.services;

/** What {@link Services} starts once and stops at the end. */
interface Server {

  void stop();
}
