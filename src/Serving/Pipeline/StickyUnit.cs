using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Cairn.Serving.Tensors;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Pipeline;

/// <summary>The hash of what a request sticks by. A whole number is spread as the text of its digits, so it falls the same however it was sent.</summary>
internal static class StickyUnit
{
    private const int MaxKey = 512;
    private const int MaxDigits = 20;

    /// <summary>Null when the endpoint has no sticky key, or the request brings none.</summary>
    public static ulong? Of(HttpContext http, InferenceWork work) => work.Endpoint.Route.StickyKey switch
    {
        { From: StickySource.Column } by => Column(work, by.Name) is { Count: > 0 } column ? OfFirst(work.Endpoint, column) : null,
        { From: StickySource.Header } by => http.Request.Headers[by.Name] is [{ Length: > 0 } value, ..] ? OfText(work.Endpoint, value) : null,
        { From: StickySource.Cookie } by => http.Request.Cookies[by.Name] is { Length: > 0 } value ? OfText(work.Endpoint, value) : null,
        _ => null,
    };

    public static ulong OfText(LiveEndpoint endpoint, string key)
    {
        Span<byte> utf8 = stackalloc byte[MaxKey];
        return Encoding.UTF8.TryGetBytes(key, utf8, out int size) ? endpoint.Hash(utf8[..size]) : endpoint.Hash(Encoding.UTF8.GetBytes(key));
    }

    private static TensorBuffer? Column(InferenceWork work, string name)
    {
        if (work.HasKey && work.Key.Name == name) return work.Key;
        foreach (TensorBuffer column in work.Columns)
            if (column.Name == name) return column;
        return null;
    }

    private static ulong OfFirst(LiveEndpoint endpoint, TensorBuffer column) => column.Type switch
    {
        Datatype.Bytes => OfFirstText(endpoint, column),
        Datatype.Int64 => OfWhole(endpoint, column.Elements<long>()[0]),
        Datatype.Int32 => OfWhole(endpoint, column.Elements<int>()[0]),
        Datatype.Int16 => OfWhole(endpoint, column.Elements<short>()[0]),
        Datatype.Int8 => OfWhole(endpoint, column.Elements<sbyte>()[0]),
        Datatype.UInt64 => OfWhole(endpoint, column.Elements<ulong>()[0]),
        Datatype.UInt32 => OfWhole(endpoint, column.Elements<uint>()[0]),
        Datatype.UInt16 => OfWhole(endpoint, column.Elements<ushort>()[0]),
        Datatype.UInt8 => OfWhole(endpoint, column.Elements<byte>()[0]),
        _ => endpoint.Hash(column.Data[..column.Type.Size()]),
    };

    private static ulong OfFirstText(LiveEndpoint endpoint, TensorBuffer column)
    {
        TextEnumerator texts = column.Texts();
        return endpoint.Hash(texts.MoveNext() ? texts.Current : default);
    }

    private static ulong OfWhole<T>(LiveEndpoint endpoint, T value)
        where T : IUtf8SpanFormattable
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        value.TryFormat(digits, out int size, default, null);
        return endpoint.Hash(digits[..size]);
    }
}
