using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Platform.Web;

internal static class SearchEndpoint
{
    private const int Most = 10;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/search", Search).ExcludeFromDescription();

    private static async Task<IResult> Search(HttpContext context, IEnumerable<ISearchSource> sources, string? q, string? project)
    {
        var text = (q ?? "").Trim();
        var asked = string.IsNullOrWhiteSpace(project) ? null : project;
        List<SearchHit> hits = [];
        foreach (var source in text.Length is 0 or > 200 ? [] : sources)
        {
            hits.AddRange(await source.FindAsync(asked, text, context.RequestAborted));
        }

        return await Pages.Render<SearchPage>(context, new("Search", Project: asked), new { Text = text, Hits = hits.Take(Most).ToArray(), Partial = Pages.IsPartial(context) });
    }
}
