using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web.Gallery;

/// <summary>A log of 3,000 lines in memory, read like a file.</summary>
internal static class GalleryLog
{
    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 3000).Select(Line)));

    public static Task<LogPage> First(CancellationToken stop) => Read(0, 1, stop);

    public static async Task<IResult> Part(HttpContext context, long from = 0, long number = 1) =>
        await Pages.Fragment<LogLines>(context, new { Page = await Read(Math.Max(0, from), number, context.RequestAborted), First = number });

    private static async Task<LogPage> Read(long offset, long number, CancellationToken stop)
    {
        using var stream = new MemoryStream(Bytes, writable: false);
        return await LogPage.ReadAsync(stream, offset, number, open: false, stop);
    }

    private static string Line(int i)
    {
        var auc = (.66 + (i * .00001)).ToString("0.0000", CultureInfo.InvariantCulture);
        return i % 50 == 0
            ? $"10:41:{i % 60:00}  \u001b[33mwarning\u001b[0m slow read of <weather> took {i % 17} s\n"
            : $"10:41:{i % 60:00}  [{i}] \u001b[32mtest-auc\u001b[0m:{auc}\n";
    }
}
