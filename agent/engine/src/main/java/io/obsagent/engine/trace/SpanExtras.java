package io.obsagent.engine.trace;

import java.util.Arrays;

/**
 * What most spans do not have: exceptions, links, a status description, anything over a limit. Kept
 * apart so that the spans without pay one reference for all of it.
 */
final class SpanExtras {
  static final SpanExtras NONE = new SpanExtras();

  private ExceptionEvent[] events;
  int eventCount;
  int droppedEvents;
  private Context[] links;

  /** Null until the first link that has some; at most as long as {@link #links}. */
  private LinkAttributes[] aboutLinks;

  int linkCount;
  int droppedLinks;
  int droppedAttributes;
  int collapsed;
  String statusDescription;

  void add(ExceptionEvent event, int limit) {
    if (eventCount >= limit) {
      droppedEvents++;
      return;
    }
    if (events == null) {
      events = new ExceptionEvent[1];
    } else if (eventCount == events.length) {
      events = Arrays.copyOf(events, eventCount << 1);
    }
    events[eventCount++] = event;
  }

  void add(Context link, LinkAttributes about, int limit) {
    if (linkCount >= limit) {
      droppedLinks++;
      return;
    }
    if (links == null) {
      links = new Context[2];
    } else if (linkCount == links.length) {
      links = Arrays.copyOf(links, linkCount << 1);
    }
    if (about != null) {
      if (aboutLinks == null) {
        aboutLinks = new LinkAttributes[links.length];
      } else if (aboutLinks.length < links.length) {
        aboutLinks = Arrays.copyOf(aboutLinks, links.length);
      }
      aboutLinks[linkCount] = about;
    }
    links[linkCount++] = link;
  }

  ExceptionEvent event(int index) {
    return events[index];
  }

  Context link(int index) {
    return links[index];
  }

  LinkAttributes linkAttributes(int index) {
    return aboutLinks == null || index >= aboutLinks.length ? null : aboutLinks[index];
  }

  long linkAttributeBytes() {
    if (aboutLinks == null) {
      return 0;
    }
    long bytes = 0;
    for (int i = 0; i < linkCount; i++) {
      LinkAttributes about = linkAttributes(i);
      bytes += about == null ? 0 : about.estimatedBytes();
    }
    return bytes;
  }
}
