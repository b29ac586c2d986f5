using System.Text;
using System.Text.Json;
using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>One page of an HTTP source: its rows as JSON text, and what it says of the next.</summary>
/// <param name="Count">How many rows; null when it is no list.</param>
internal sealed record JsonPage(ReadOnlyMemory<byte> Rows, string? Next, int? Count)
{
    public bool Empty => Count == 0;

    private const int Most = 64 << 20, MostDepth = 64;

    /// <exception cref="SourceFaultException">It is not such a page.</exception>
    public static async Task<JsonPage> ReadAsync(Stream content, SourcePaging pages, CancellationToken cancellation)
    {
        byte[] bytes = await WholeAsync(content, cancellation);
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MostDepth });
            JsonElement rows = pages.Items is { } items ? Find(document.RootElement, items) ?? throw new SourceFaultException($"A page has no '{items}'.") : document.RootElement;
            if (pages.Items is not null && rows.ValueKind != JsonValueKind.Array) throw new SourceFaultException($"'{pages.Items}' of a page is no list.");
            // A name of the next page may be a number.
            string? next = pages.Next is { } path && Find(document.RootElement, path) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } told && told.ToString() is { Length: > 0 } text ? text : null;
            return new JsonPage(Encoding.UTF8.GetBytes(rows.GetRawText()), next, rows.ValueKind == JsonValueKind.Array ? rows.GetArrayLength() : null);
        }
        catch (JsonException e)
        {
            throw new SourceFaultException("A page is not JSON.", e);
        }
    }

    private static async Task<byte[]> WholeAsync(Stream content, CancellationToken cancellation)
    {
        using var whole = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (whole.Length + read > Most) throw new SourceFaultException($"A page is larger than {Most >> 20} MiB.");
            whole.Write(buffer, 0, read);
        }
        return whole.ToArray();
    }

    private static JsonElement? Find(JsonElement within, string path)
    {
        foreach (string name in path.Split('.'))
            if (within.ValueKind != JsonValueKind.Object || !within.TryGetProperty(name, out within)) return null;
        return within;
    }
}
