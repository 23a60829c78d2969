package io.obsagent.build;

import io.obsagent.build.AdviceModel.Assignment;
import io.obsagent.build.AdviceModel.Parameter;
import io.obsagent.build.AdviceModel.Part;
import io.obsagent.build.AdviceModel.Source;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.enumeration.EnumerationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.pool.TypePool;

/**
 * Reads an advice class and refuses whatever the weaver does not do: of Byte Buddy's advice
 * contract it knows the part that needs no code copied into the application.
 */
final class AdviceReader {
  private final TypePool types;
  private final Faults faults;

  AdviceReader(TypePool types, Faults faults) {
    this.types = types;
    this.faults = faults;
  }

  AdviceModel read(String className) {
    AdviceModel model = new AdviceModel(className);
    TypeDescription type = types.describe(className).resolve();
    if (!type.isPublic()) {
      faults.add(className + " is advice and must be public");
    }
    for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
      AnnotationList annotations = method.getDeclaredAnnotations();
      if (annotations.isAnnotationPresent(Advice.OnMethodEnter.class)) {
        if (model.enter != null) {
          faults.add(className + " has more than one @OnMethodEnter");
        }
        model.enter = part(method, Advice.OnMethodEnter.class);
      }
      if (annotations.isAnnotationPresent(Advice.OnMethodExit.class)) {
        if (model.exit != null) {
          faults.add(className + " has more than one @OnMethodExit");
        }
        model.exit = part(method, Advice.OnMethodExit.class);
      }
    }
    check(model);
    return model;
  }

  private void check(AdviceModel model) {
    if (model.enter == null && model.exit == null) {
      faults.add(model.className + " has neither @OnMethodEnter nor @OnMethodExit");
    }
    if (model.enter != null
        && model.enter.returns.length() == 1
        && !model.enter.returns.equals("V")) {
      faults.add(
          model.className
              + "."
              + model.enter.method
              + " returns a primitive: return an object (null is what exit sees when enter failed)");
    }
    if (model.exit != null && model.exit.has(Source.STATE)) {
      if (model.enter == null || model.enter.returns.equals("V")) {
        faults.add(model.className + " has an @Enter parameter but its enter returns nothing");
      }
    }
  }

  private Part part(
      MethodDescription.InDefinedShape method, Class<? extends Annotation> annotationType) {
    String where = method.getDeclaringType().getTypeName() + "." + method.getName();
    boolean isEnter = annotationType == Advice.OnMethodEnter.class;
    AnnotationDescription annotation = method.getDeclaredAnnotations().ofType(annotationType);
    if (!method.isPublic() || !method.isStatic()) {
      faults.add(where + " is advice and must be public and static");
    }
    if (value(annotation, "inline", Boolean.class)) {
      faults.add(where + " must say inline = false");
    }
    onlyThese(where, annotation, isEnter ? "inline" : "inline onThrowable");
    Part part = new Part(method.getName(), method.getDescriptor());
    if (!isEnter) {
      readOnThrowable(where, annotation, part);
    }
    visible(where, method.getReturnType().asErasure());
    for (ParameterDescription.InDefinedShape parameter : method.getParameters()) {
      part.parameters.add(parameter(where, parameter, isEnter));
    }
    readAssignments(where, method, part, isEnter);
    if (!isEnter && !part.onThrowable && part.has(Source.THROWN)) {
      faults.add(where + " has a @Thrown parameter but does not say onThrowable = Throwable.class");
    }
    return part;
  }

  private void readOnThrowable(String where, AnnotationDescription annotation, Part part) {
    TypeDescription onThrowable = value(annotation, "onThrowable", TypeDescription.class);
    part.onThrowable = onThrowable.represents(Throwable.class);
    if (!part.onThrowable) {
      onlyThese(where, annotation, "inline");
    }
  }

  private Parameter parameter(
      String where, ParameterDescription.InDefinedShape parameter, boolean isEnter) {
    String what = where + ", parameter " + parameter.getIndex();
    TypeDescription type = parameter.getType().asErasure();
    visible(what, type);
    AnnotationList annotations = parameter.getDeclaredAnnotations();
    if (annotations.size() != 1) {
      faults.add(what + " needs exactly one annotation of Byte Buddy's Advice");
      return new Parameter(Source.SELF, -1, type.getDescriptor(), false);
    }
    AnnotationDescription annotation = annotations.get(0);
    TypeDescription kind = annotation.getAnnotationType();
    Source source;
    int index = -1;
    if (kind.represents(Advice.This.class)) {
      source = Source.SELF;
      onlyThese(what, annotation, "typing");
    } else if (kind.represents(Advice.Argument.class)) {
      source = Source.ARGUMENT;
      index = value(annotation, "value", Integer.class);
      onlyThese(what, annotation, "value typing");
    } else if (kind.represents(Advice.AllArguments.class)) {
      source = Source.ALL_ARGUMENTS;
      onlyThese(what, annotation, "typing");
      expect(what, type, Object[].class);
    } else if (kind.represents(Advice.Enter.class) && !isEnter) {
      source = Source.STATE;
      onlyThese(what, annotation, "typing");
      if (type.isPrimitive()) {
        faults.add(what + " is a primitive: what enter returns is an object");
      }
    } else if (kind.represents(Advice.Return.class) && !isEnter) {
      source = Source.RETURNED;
      onlyThese(what, annotation, "typing");
    } else if (kind.represents(Advice.Thrown.class) && !isEnter) {
      source = Source.THROWN;
      onlyThese(what, annotation, "typing");
      expect(what, type, Throwable.class);
    } else if (kind.represents(Advice.Origin.class)) {
      source = Source.ORIGIN;
      expect(what, type, String.class);
      if (!"#m".equals(value(annotation, "value", String.class))) {
        faults.add(what + ": of @Origin only \"#m\" is supported");
      }
    } else {
      faults.add(what + ": " + kind.getTypeName() + " is not supported here");
      source = Source.SELF;
    }
    return new Parameter(source, index, type.getDescriptor(), isDynamic(annotation));
  }

  private static boolean isDynamic(AnnotationDescription annotation) {
    for (MethodDescription.InDefinedShape property :
        annotation.getAnnotationType().getDeclaredMethods()) {
      if (property.getName().equals("typing")) {
        return annotation
            .getValue(property)
            .resolve(EnumerationDescription.class)
            .getValue()
            .equals("DYNAMIC");
      }
    }
    return false;
  }

  private void expect(String what, TypeDescription type, Class<?> expected) {
    if (!type.represents(expected)) {
      faults.add(what + " must be of type " + expected.getTypeName());
    }
  }

  private void readAssignments(
      String where, MethodDescription.InDefinedShape method, Part part, boolean isEnter) {
    for (AnnotationDescription annotation : method.getDeclaredAnnotations()) {
      TypeDescription kind = annotation.getAnnotationType();
      if (kind.represents(Advice.AssignReturned.ToArguments.class) && isEnter) {
        for (AnnotationDescription each :
            value(annotation, "value", AnnotationDescription[].class)) {
          onlyThese(where, each, "value index typing");
          part.assignments.add(
              new Assignment(
                  value(each, "value", Integer.class), value(each, "index", Integer.class)));
        }
        onlyThese(where, annotation, "value");
      } else if (kind.represents(Advice.AssignReturned.ToReturned.class) && !isEnter) {
        part.replacesReturned = true;
        onlyThese(where, annotation, "typing");
      } else if (!kind.represents(Advice.OnMethodEnter.class)
          && !kind.represents(Advice.OnMethodExit.class)
          && kind.getTypeName().startsWith("net.bytebuddy.")) {
        faults.add(where + ": " + kind.getTypeName() + " is not supported here");
      }
    }
  }

  /** Adapters are other classes, sometimes of another loader: they see what is public. */
  private void visible(String what, TypeDescription type) {
    TypeDescription element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    try {
      if (!element.isPrimitive() && !element.isPublic()) {
        faults.add(what + " uses " + element.getTypeName() + ", which is not public");
      }
    } catch (TypePool.Resolution.NoSuchTypeException notOnClassPath) {
      // A library's type where the libraries are not at hand: their own module's tests check it.
    }
  }

  /** Every other property has its default. */
  private void onlyThese(String where, AnnotationDescription annotation, String properties) {
    List<String> free = Arrays.asList(properties.split(" "));
    for (MethodDescription.InDefinedShape property :
        annotation.getAnnotationType().getDeclaredMethods()) {
      if (!free.contains(property.getName())
          && !annotation.getValue(property).equals(property.getDefaultValue())) {
        faults.add(
            where
                + ": "
                + property.getName()
                + " of @"
                + annotation.getAnnotationType().getSimpleName()
                + " is not supported");
      }
    }
  }

  private static <T> T value(AnnotationDescription annotation, String property, Class<T> type) {
    return annotation.getValue(property).resolve(type);
  }
}
