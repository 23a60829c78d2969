/**
 * A whole service under each agent in turn, measured from outside: {@code mvn -Pcomparison}. See
 * docs/performance.md.
 */
package io.obsagent.benchmarks.comparison;
