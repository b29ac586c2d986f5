using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web.Charts;

/// <summary>
/// The answer of a chart's data address: option JSON, or with <c>?as=table</c> its table as a fragment, with <c>?as=csv</c> the file.
/// Give <c>immutable</c> where the address names something that cannot change (a finished run, a version).
/// </summary>
public static class ChartAnswer
{
    public static async Task<IResult> Of(HttpContext context, ChartSpec spec, string name = "chart", bool immutable = false)
    {
        var result = context.Request.Query["as"].ToString() switch
        {
            "table" => await Pages.Fragment<ChartNumbers>(context, new { spec.Table }),
            "csv" => Results.Text(ChartJson.Csv(spec.Table), "text/csv; charset=utf-8"),
            _ => Results.Text(ChartJson.Option(spec), "application/json; charset=utf-8"),
        };
        context.Response.Headers.CacheControl = immutable ? "private, max-age=31536000, immutable" : "private, no-cache";
        if (context.Request.Query["as"] == "csv")
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))}.csv\"";
        }

        return result;
    }
}
