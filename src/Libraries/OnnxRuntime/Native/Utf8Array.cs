using System.Runtime.InteropServices;

namespace Cairn.OnnxRuntime.Native;

/// <summary>C strings in native memory, as the library wants its names.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Utf8Array
{
    private readonly byte** _texts;
    private readonly int _count;

    private Utf8Array(byte** texts, int count)
    {
        _texts = texts;
        _count = count;
    }

    public byte** Pointer => _texts;

    public static Utf8Array Of(IReadOnlyList<OnnxPort> ports)
    {
        var texts = (byte**)NativeMemory.Alloc((nuint)ports.Count, (nuint)sizeof(byte*));
        for (int i = 0; i < ports.Count; i++)
            texts[i] = (byte*)Marshal.StringToCoTaskMemUTF8(ports[i].Name);
        return new Utf8Array(texts, ports.Count);
    }

    public void Free()
    {
        for (int i = 0; i < _count; i++)
            Marshal.FreeCoTaskMem((nint)_texts[i]);
        NativeMemory.Free(_texts);
    }
}
