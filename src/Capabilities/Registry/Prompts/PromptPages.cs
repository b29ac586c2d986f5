using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Registry.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Prompts;

/// <summary>The pages of prompts: all of the server, as their names are; and one with the text of a version and how it differs from another.</summary>
internal static class PromptPages
{
    private const int Rows = 100;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/prompts", ListAsync);
        pages.MapGet("/prompts/{prompt}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IDatabase database, PromptStore store, CancellationToken cancellation)
    {
        TableQuery query = TableQuery.From(context.Request);
        Page<PromptRow> page = await database.ReadAsync(s => Page<PromptRow>.Of(store.List(s, Cursor.Decode(query.After) ?? "", Rows + 1), Rows, p => p.Name), cancellation);
        return await Pages.Render<PromptsPage>(context, new PageInfo("Prompts", Section.None, null, [new("Prompts")]), new { Prompts = new TablePage<PromptRow>(page.Items, page.Next), Query = query });
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string prompt, long? version, long? against, IDatabase database, PromptStore store, ModelStore models, CancellationToken cancellation)
    {
        TableQuery query = TableQuery.From(context.Request);
        PromptModel model = await database.ReadAsync(s => Read(s, store, models, prompt, (version, against), query), cancellation);
        return await Pages.Render<PromptPage>(context, new PageInfo(prompt, Section.None, null, [new("Prompts", "/prompts"), new(prompt)]), new { Model = model });
    }

    private static PromptModel Read(SqlSession s, PromptStore store, ModelStore models, string name, (long? Shown, long? Against) asked, TableQuery query)
    {
        PromptRow prompt = store.Find(s, name) ?? throw ApiException.NotFound("prompt", name, "See the list of prompts for their names.");
        long before = Cursor.Decode(query.After) is not { } text ? long.MaxValue : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.");
        Page<PromptVersion> page = Page<PromptVersion>.Of(store.Versions(s, prompt.Num, before, Rows + 1), Rows, v => v.Number.ToString(CultureInfo.InvariantCulture));
        (string, long)[] aliases = [.. models.Aliases(s, [prompt.Num]).Select(a => (a.Alias, a.Number))];
        long shown = asked.Shown ?? store.Versions(s, prompt.Num, long.MaxValue, 1).FirstOrDefault()?.Number ?? 0;
        long? other = asked.Against ?? store.Versions(s, prompt.Num, shown, 1).FirstOrDefault()?.Number;
        return new PromptModel(prompt, new TablePage<PromptVersion>(page.Items, page.Next), aliases, query, shown, shown == 0 ? "" : Text(s, store, prompt, shown), other is { } o ? (o, Text(s, store, prompt, o)) : null);
    }

    private static string Text(SqlSession s, PromptStore store, PromptRow prompt, long number)
        => store.Text(s, prompt.Num, number) ?? throw ApiException.NotFound("version", number.ToString(CultureInfo.InvariantCulture), $"See the versions of the prompt '{prompt.Name}'.");
}
