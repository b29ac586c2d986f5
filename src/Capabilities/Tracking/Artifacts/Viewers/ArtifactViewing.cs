using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Platform.Artifacts;
using Cairn.Tracking.Imports;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>Reads as much of a file as a page shows. The name says what it may be, its bytes decide.</summary>
internal sealed class ArtifactViewing(IArtifactStore artifacts, OnnxLooks models, ParquetRows parquet)
{
    private const int Most = 64 << 10, MostRows = 100, MostColumns = 50;
    private const long MostModel = 256L << 20;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<ArtifactView> OfAsync(string path, TrackedFile file, CancellationToken cancellation)
    {
        if (file.Size == 0) return new ArtifactView.None("The file is empty.");
        if (Is(path, ".onnx")) return file.Size > MostModel ? new ArtifactView.None("The model is too large to be looked into here.") : await models.OfAsync(file.Digest, () => artifacts.PathAsync(file.Digest, cancellation));
        byte[] head = await HeadAsync(file.Digest, cancellation);
        if (head.AsSpan().StartsWith("PAR1"u8))
            return await parquet.ReadAsync(await artifacts.PathAsync(file.Digest, cancellation), MostRows, MostColumns, cancellation) ?? (ArtifactView)new ArtifactView.None("The file cannot be read as Parquet.");
        if (PictureKind.Of(head) is { } picture) return new ArtifactView.Picture(picture);
        if (head.AsSpan().Contains((byte)0)) return new ArtifactView.None("The file holds bytes that are no text.");
        if (Is(path, ".html") || Is(path, ".htm")) return new ArtifactView.Page();
        bool cut = head.Length < file.Size;
        string text = Encoding.UTF8.GetString(head);
        if (Is(path, ".csv")) return Table(text, ',', cut);
        if (Is(path, ".tsv")) return Table(text, '\t', cut);
        return new ArtifactView.Text(Is(path, ".json") && !cut ? Readable(text) : text, cut);
    }

    /// <summary>The kind of a picture by its first bytes; null for anything else.</summary>
    public async Task<string?> PictureAsync(TrackedFile file, CancellationToken cancellation) => PictureKind.Of(await HeadAsync(file.Digest, cancellation));

    private static bool Is(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private async Task<byte[]> HeadAsync(string digest, CancellationToken cancellation)
    {
        await using Stream content = await artifacts.OpenAsync(digest, cancellation);
        byte[] head = new byte[Most];
        return head[..await content.ReadAtLeastAsync(head, Most, throwOnEndOfStream: false, cancellation)];
    }

    private static ArtifactView Table(string text, char separator, bool cut)
    {
        try
        {
            // The last line of a cut file may be half of one.
            string whole = cut && text.LastIndexOf('\n') is > 0 and var end ? text[..end] : text;
            List<IReadOnlyList<string>> rows = [.. SheetReader.Rows(new StringReader(whole), separator).Take(MostRows + 2)];
            if (rows.Count < 2) return new ArtifactView.Text(text, cut);
            IReadOnlyList<string> columns = [.. rows[0].Take(MostColumns)];
            return new ArtifactView.Table(columns, [.. rows.Skip(1).Take(MostRows)], cut || rows.Count > MostRows + 1 || rows[0].Count > MostColumns);
        }
        catch (MlflowException)
        {
            return new ArtifactView.Text(text, cut);
        }
    }

    private static string Readable(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
