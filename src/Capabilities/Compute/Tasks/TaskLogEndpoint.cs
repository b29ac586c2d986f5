using System.Globalization;
using System.Text;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace Cairn.Compute.Tasks;

/// <summary>
/// A task's log as text, up to 1 MiB from <c>offset</c>; <c>Cairn-Log-Next</c> is where to go on, <c>Cairn-Log-End</c> says whether more can come.
/// With <c>follow=true</c> the answer waits until there is something new; as <c>text/event-stream</c> it goes on to the end.
/// </summary>
internal static class TaskLogEndpoint
{
    public static async Task ReadAsync(HttpContext context, LogReader reader, string project, string key, long? offset, bool? follow)
    {
        if (offset is < 0) throw ApiException.Invalid("offset", "'offset' is a number of bytes from 0.");
        TaskRow row = await reader.RequireAsync(project, key, context.RequestAborted);
        bool stream = context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal);
        if (stream) await StreamAsync(context, reader, row, offset ?? 0);
        else await AnswerAsync(context, reader, row, offset ?? 0, follow ?? false);
    }

    private static async Task AnswerAsync(HttpContext context, LogReader reader, TaskRow row, long offset, bool follow)
    {
        (byte[] text, bool end) = await reader.NextAsync(row.Key, row.Target, offset, follow, context.RequestAborted);
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers["Cairn-Log-Next"] = (offset + text.Length).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Cairn-Log-End"] = end ? "true" : "false";
        await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext context, LogReader reader, TaskRow row, long offset)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        for (bool end = false; !end;)
        {
            (byte[] text, end) = await reader.NextAsync(row.Key, row.Target, offset, wait: true, context.RequestAborted);
            offset += text.Length;
            var message = new StringBuilder($"id: {offset}\n");
            foreach (string line in Encoding.UTF8.GetString(text).Split('\n')) message.Append("data: ").Append(line.TrimEnd('\r')).Append('\n');
            await context.Response.WriteAsync(message.Append('\n').ToString(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        await context.Response.WriteAsync("event: end\ndata: end\n\n", context.RequestAborted);
    }
}
