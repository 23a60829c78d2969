package io.obsagent.build;

import io.obsagent.build.JarRules.Artifact;
import java.io.IOException;
import java.util.Collection;
import java.util.StringJoiner;

/**
 * The CycloneDX 1.5 list of what is really inside the JAR: an artifact of which nothing was taken
 * is not listed. No serial number and no time of day, so that equal contents give equal bytes.
 */
final class SoftwareBill {
  private SoftwareBill() {}

  static String of(
      String version, String timestamp, JarRules rules, Collection<ClassPathArtifact> taken)
      throws IOException {
    StringJoiner components = new StringJoiner(",\n", "  \"components\": [\n", "\n  ]\n");
    for (ClassPathArtifact artifact : taken) {
      Artifact rule = rules.artifacts.get(artifact.name);
      components.add(component(artifact, rule));
    }
    return "{\n"
        + "  \"bomFormat\": \"CycloneDX\",\n"
        + "  \"specVersion\": \"1.5\",\n"
        + "  \"version\": 1,\n"
        + "  \"metadata\": {\n"
        + "    \"timestamp\": \""
        + timestamp
        + "\",\n"
        + "    \"component\": {\n"
        + "      \"type\": \"application\",\n"
        + "      \"group\": \"io.obsagent\",\n"
        + "      \"name\": \"obs-agent\",\n"
        + "      \"version\": \""
        + version
        + "\",\n"
        + "      \"licenses\": [{\"license\": {\"id\": \"Apache-2.0\"}}],\n"
        + "      \"purl\": \"pkg:maven/io.obsagent/obs-agent@"
        + version
        + "?type=jar\"\n"
        + "    }\n"
        + "  },\n"
        + components
        + "}\n";
  }

  private static String component(ClassPathArtifact artifact, Artifact rule) throws IOException {
    String sha256 = artifact.sha256();
    boolean own = rule.group().equals("io.obsagent");
    // Our own modules are JARs or directories depending on the Maven phase: no digest of them.
    String digest =
        own || sha256 == null
            ? ""
            : "      \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"" + sha256 + "\"}],\n";
    return "    {\n"
        + "      \"type\": \"library\",\n"
        + "      \"group\": \""
        + rule.group()
        + "\",\n"
        + "      \"name\": \""
        + rule.name()
        + "\",\n"
        + "      \"version\": \""
        + artifact.version
        + "\",\n"
        + digest
        + "      \"licenses\": [{\"expression\": \""
        + rule.licence()
        + "\"}],\n"
        + "      \"purl\": \"pkg:maven/"
        + rule.group()
        + "/"
        + rule.name()
        + "@"
        + artifact.version
        + "?type=jar\"\n"
        + "    }";
  }
}
