/**
 * What an engineer on call asks first: how much traffic, how many errors, how long, how full.
 * {@link io.obsagent.engine.signals.GoldenSignals} answers from the metrics, {@link
 * io.obsagent.engine.signals.Watches} says when a metric crosses a threshold.
 */
package io.obsagent.engine.signals;
