/**
 * Weaving: from "which methods, with which advice" to running woven code.
 *
 * <ul>
 *   <li>Build: instrumentations describe themselves ({@link
 *       io.obsagent.weaving.LibraryInstrumentation}); the plan compiler checks them with Byte Buddy
 *       and writes {@link io.obsagent.weaving.WeavingPlan}, with the hook's class file and one
 *       generated adapter per advice class in it.
 *   <li>A class is defined: {@code WeavingTransformer} asks the raw filter ({@code
 *       ClassFileFilter}), then the hierarchy ({@code TypeHierarchy}), and only then weaves ({@code
 *       Weaver}) with the bytecode library inside Byte Buddy, the one part of it used at run time.
 *   <li>A woven method first runs: the hook in {@code java.lang} hands the call site to {@code
 *       Linker}, which finds the adapter in the {@code AdviceClassLoader} for that application and
 *       instrumentation.
 *   <li>From then on the JVM calls adapter and advice directly, inlined; nothing of this package is
 *       on the way but {@link io.obsagent.weaving.ForeignState}.
 * </ul>
 *
 * <p>Tests are in the module {@code build-tools}, since they need plans.
 */
package io.obsagent.weaving;
