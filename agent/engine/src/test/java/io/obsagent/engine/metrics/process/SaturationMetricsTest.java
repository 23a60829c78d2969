package io.obsagent.engine.metrics.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.obsagent.engine.metrics.Metrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the files of control groups, as kernels and container engines lay them out. */
class SaturationMetricsTest {
  @TempDir Path root;

  private void file(String path, String... lines) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, java.util.List.of(lines));
  }

  private Map<String, Double> read() {
    Metrics metrics = Metrics.of(100, false);
    SaturationMetrics.register(
        metrics,
        root.toFile(),
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean());
    Map<String, Double> values = new TreeMap<>();
    metrics
        .collect()
        .forEach(one -> values.put(one.instrument().name(), one.points().get(0).value()));
    return values;
  }

  @Test
  void versionTwoInsideItsOwnNameSpace() throws IOException {
    file("proc/self/cgroup", "0::/");
    file("sys/fs/cgroup/cgroup.controllers", "cpu memory");
    file("sys/fs/cgroup/memory.max", "1000000");
    file("sys/fs/cgroup/memory.current", "700000");
    file("sys/fs/cgroup/memory.stat", "anon 1", "inactive_file 200000", "inactive_file_x 7");
    file("sys/fs/cgroup/cpu.max", "150000 100000");
    file("sys/fs/cgroup/cpu.stat", "usage_usec 4000000", "nr_throttled 3", "throttled_usec 250000");

    assertThat(read())
        .containsEntry("container.memory.usage", 700_000.0)
        .containsEntry("container.memory.working_set", 500_000.0)
        .containsEntry("container.memory.available", 500_000.0)
        .containsEntry("obs.container.memory.limit", 1_000_000.0)
        .containsEntry("obs.memory.utilization", 0.5)
        .containsEntry("container.cpu.time", 4.0)
        .containsEntry("obs.container.cpu.limit", 1.5)
        .containsEntry("obs.container.cpu.throttled.time", 0.25);
  }

  @Test
  void theLowestLimitAroundTheProcessCounts() throws IOException {
    file("proc/self/cgroup", "0::/kubepods/pod1/main");
    file("sys/fs/cgroup/cgroup.controllers", "cpu memory");
    file("sys/fs/cgroup/kubepods/pod1/main/memory.max", "max");
    file("sys/fs/cgroup/kubepods/pod1/main/memory.current", "1");
    file("sys/fs/cgroup/kubepods/pod1/memory.max", "1000");
    file("sys/fs/cgroup/kubepods/pod1/memory.current", "250");
    file("sys/fs/cgroup/kubepods/memory.max", "9000");
    file("sys/fs/cgroup/kubepods/pod1/main/cpu.max", "max 100000");

    assertThat(read())
        .containsEntry("obs.container.memory.limit", 1_000.0)
        .containsEntry("container.memory.usage", 250.0)
        .containsEntry("obs.memory.utilization", 0.25)
        .doesNotContainKeys("obs.container.cpu.limit", "container.cpu.time");
  }

  @Test
  void versionOneWithThePathOfTheMachine() throws IOException {
    file("proc/self/cgroup", "4:memory:/docker/12", "2:cpu,cpuacct:/docker/12", "1:cpuset:/");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "2000");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1500");
    file("sys/fs/cgroup/memory/memory.stat", "inactive_file 1", "total_inactive_file 500");
    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000");
    file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
    file("sys/fs/cgroup/cpu/cpu.stat", "throttled_time 3000000000");
    file("sys/fs/cgroup/cpuacct/cpuacct.usage", "7000000000");

    assertThat(read())
        .containsEntry("obs.container.memory.limit", 2_000.0)
        .containsEntry("container.memory.working_set", 1_000.0)
        .containsEntry("obs.container.cpu.limit", 0.5)
        .containsEntry("container.cpu.time", 7.0)
        .containsEntry("obs.container.cpu.throttled.time", 3.0);
  }

  @Test
  void withoutLimitsTheProcessIsMeasuredAgainstTheMachine() throws IOException {
    file("proc/self/cgroup", "4:memory:/", "2:cpu,cpuacct:/");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1500");
    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");

    Map<String, Double> values = read();
    assertThat(values.keySet()).containsExactly("obs.memory.utilization");
    assertThat(values.get("obs.memory.utilization")).isBetween(0.0001, 1.0);
  }

  @Test
  void theShareOfTheCpuIsThatSinceTheReadingBefore() throws Exception {
    file("proc/self/cgroup", "0::/");
    file("sys/fs/cgroup/cgroup.controllers", "cpu memory");
    file("sys/fs/cgroup/cpu.max", "400000 100000");
    file("sys/fs/cgroup/cpu.stat", "usage_usec 0");
    long[] now = {5};
    SaturationMetrics.Share share = new SaturationMetrics.Share();
    ControlGroup group = ControlGroup.of(root.toFile());
    assertThat(share.of(group.cpuNanos(), group.cpuLimit(), now[0])).isNegative();

    // Two of four cores for ten seconds.
    file("sys/fs/cgroup/cpu.stat", "usage_usec 20000000");
    now[0] += 10_000_000_000L;
    group = ControlGroup.of(root.toFile());
    assertThat(share.of(group.cpuNanos(), group.cpuLimit(), now[0])).isEqualTo(0.5);

    // Asked again at once, it says the same.
    file("sys/fs/cgroup/cpu.stat", "usage_usec 20900000");
    now[0] += 500_000_000L;
    group = ControlGroup.of(root.toFile());
    assertThat(share.of(group.cpuNanos(), group.cpuLimit(), now[0])).isEqualTo(0.5);
  }
}
