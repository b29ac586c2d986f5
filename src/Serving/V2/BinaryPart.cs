using Cairn.Serving.Pipeline;

namespace Cairn.Serving.V2;

/// <summary>The raw tensors that follow the JSON of a body, taken one after the other in the order of the inputs.</summary>
internal ref struct BinaryPart
{
    private readonly bool _there;
    private ReadOnlySpan<byte> _rest;

    /// <param name="bytes">What follows the JSON.</param>
    public BinaryPart(ReadOnlySpan<byte> bytes)
    {
        _there = true;
        _rest = bytes;
    }

    /// <summary>The bytes of the next tensor.</summary>
    public ReadOnlySpan<byte> Take(int size, string name)
    {
        if (!_there && size > 0)
            throw RequestFault.Malformed($"Input '{name}' is said to be binary, but the header '{ServingHeaders.JsonLength}' is missing; send the length of the JSON in it.");
        if (size > _rest.Length)
            throw RequestFault.Malformed($"The body ends too early for input '{name}': expecting {size - _rest.Length} additional bytes; check 'binary_data_size' and '{ServingHeaders.JsonLength}'.");
        ReadOnlySpan<byte> taken = _rest[..size];
        _rest = _rest[size..];
        return taken;
    }

    public readonly void DemandEnd()
    {
        if (!_rest.IsEmpty)
            throw RequestFault.Malformed($"The body has unexpected additional input data: {_rest.Length} bytes beyond the binary tensors; check 'binary_data_size' and '{ServingHeaders.JsonLength}'.");
    }
}
