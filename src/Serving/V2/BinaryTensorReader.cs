using System.Buffers.Binary;
using System.Text.Unicode;
using Cairn.Contracts.Inference;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>Takes raw elements after looking at what only binary data can do wrong: sizes, booleans, text lengths.</summary>
internal static class BinaryTensorReader
{
    /// <param name="bytes">The tensor as it came.</param>
    /// <param name="to">Begun with its datatype.</param>
    /// <param name="elements">As the shape says.</param>
    public static void Read(InferenceWork work, ReadOnlySpan<byte> bytes, TensorBuffer to, long elements)
    {
        // Keys are texts that people read.
        if (to.Type == Datatype.Bytes) CheckTexts(bytes, to.Name, elements, isKey: to == work.Key);
        else if (bytes.Length != elements * to.Type.Size())
            throw RequestFault.Malformed($"Input '{to.Name}' has {bytes.Length} bytes; its shape and datatype {to.Type.Name()} ask for {elements * to.Type.Size()}.");
        if (to.Type == Datatype.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw RequestFault.Contract($"Input '{to.Name}' has a byte that is no BOOL; send 0 or 1.", to.Name);
        work.Put(bytes, to, (int)elements);
    }

    private static void CheckTexts(ReadOnlySpan<byte> bytes, string name, long elements, bool isKey)
    {
        long count = 0;
        for (; !bytes.IsEmpty; count++)
        {
            if (bytes.Length < sizeof(uint)) throw Broken(name);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (size > bytes.Length - sizeof(uint)) throw Broken(name);
            ReadOnlySpan<byte> text = bytes.Slice(sizeof(uint), (int)size);
            if (text.Contains((byte)0)) throw RequestFault.Contract($"Input '{name}' has a text with a zero byte, which a model's text cannot hold.", name);
            if (isKey && !Utf8.IsValid(text)) throw RequestFault.Contract($"The key '{name}' must be UTF-8.");
            bytes = bytes[(sizeof(uint) + (int)size)..];
        }

        if (count != elements) throw RequestFault.Malformed($"Input '{name}' has {count} texts; its shape asks for {elements}.");
    }

    private static RequestFault Broken(string name) => RequestFault.Malformed(
        $"Input '{name}' has a text that ends after its tensor; each element of BYTES is an unsigned 32-bit length, low byte first, and as many bytes.");
}
