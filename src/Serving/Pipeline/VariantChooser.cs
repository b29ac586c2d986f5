using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Cairn.Serving.Tensors;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Pipeline;

/// <summary>Which variant answers: the pinned one, or that of the sticky key, or that of the request id.</summary>
internal static class VariantChooser
{
    private const int MaxKey = 512;

    public static LiveVariant Choose(HttpContext http, InferenceWork work, TimeProvider real)
    {
        LiveEndpoint endpoint = work.Endpoint;
        if (work.Pin is { } pin) return endpoint.Find(pin) ?? throw RequestFault.NotFound("The version asked for is not loaded on this endpoint.");
        if (work.IsProbe || endpoint.Variants.Count == 1) return endpoint.Stable;
        if (endpoint.Route.StickyKey is { From: StickySource.Column } byColumn && Column(work, byColumn.Name) is { Count: > 0 } column)
            return endpoint.Choose(First(column), real);
        string key = endpoint.Route.StickyKey is { From: StickySource.Header } byHeader && http.Request.Headers[byHeader.Name] is [{ Length: > 0 } value, ..]
            ? value
            : work.RequestId;
        Span<byte> utf8 = stackalloc byte[MaxKey];
        return Encoding.UTF8.TryGetBytes(key, utf8, out int size)
            ? endpoint.Choose(utf8[..size], real)
            : endpoint.Choose(Encoding.UTF8.GetBytes(key), real);
    }

    private static TensorBuffer? Column(InferenceWork work, string name)
    {
        if (work.HasKey && work.Key.Name == name) return work.Key;
        foreach (TensorBuffer column in work.Columns)
            if (column.Name == name) return column;
        return null;
    }

    private static ReadOnlySpan<byte> First(TensorBuffer column)
    {
        if (column.Type != Datatype.Bytes) return column.Data[..column.Type.Size()];
        TextEnumerator texts = column.Texts();
        return texts.MoveNext() ? texts.Current : default;
    }
}
