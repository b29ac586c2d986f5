namespace Cairn.OnnxRuntime;

/// <summary>Has a call of the native library made, on whatever thread, and gives its result.</summary>
/// <param name="call">Throws what the library has against it.</param>
/// <param name="drop">Frees a result that nobody takes any more.</param>
public delegate nint NativeCall(Func<nint> call, Action<nint> drop);
