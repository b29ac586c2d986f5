using System.Text;
using Cairn.Tracking.Imports.Workbooks;

namespace Cairn.Tracking.Imports;

/// <summary>The rows of what was sent: CSV, or an Excel workbook, told apart by how it begins.</summary>
internal static class SheetContent
{
    private const int MostBytes = 64 << 20;

    /// <param name="sheet">Sheet of a workbook; null for its first.</param>
    /// <param name="most">Rows that are read at most.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> RowsAsync(Stream content, string? sheet, int most, CancellationToken cancellation)
    {
        byte[] bytes = await BytesAsync(content, cancellation);
        if (bytes.AsSpan().StartsWith("PK\u0003\u0004"u8)) return WorkbookReader.Rows(bytes, sheet, most);
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) throw MlflowException.Invalid("The workbook has the old form .xls, or a password. Save it as .xlsx without one.");
        if (sheet is not null) throw MlflowException.Invalid("'sheet' names a sheet of a workbook, but this is text.");
        return [.. SheetReader.Rows(new StringReader(Text(bytes))).Take(most)];
    }

    private static async Task<byte[]> BytesAsync(Stream content, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (kept.Length + read > MostBytes) throw MlflowException.Invalid($"The sheet is longer than {MostBytes >> 20} MiB.");
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }

    private static string Text(byte[] bytes)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw MlflowException.Invalid("The sheet is not UTF-8. Save it as CSV in UTF-8, or as an Excel workbook (.xlsx).");
        }
    }
}
