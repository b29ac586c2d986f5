using System.Collections.Concurrent;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data.Sources;

/// <summary>Answers on the web that come in pages.</summary>
public sealed class HttpPagingTests
{
    [Fact]
    public async Task Pages_follow_the_header_or_a_field()
    {
        await using TestWeb web = await TestWeb.StartAsync((_, app) =>
        {
            app.MapGet("/linked", (HttpContext http, int page) =>
            {
                if (page < 3) http.Response.Headers.Link = $"</linked?page=0>; rel=\"first\", </linked?page={page + 1}>; rel=\"next\"";
                return Results.Json(new[] { new { x = page } });
            });
            app.MapGet("/fielded", (int? page) => Results.Json(new { meta = new { next = page == 2 ? null : $"/fielded?page={(page ?? 0) + 1}" }, data = new { rows = new[] { new { x = page ?? 0 }, new { x = 10 } } } }));
            app.MapGet("/around", () => Results.Json(new { next = "/around", rows = Array.Empty<int>() }));
        });
        await using TestWorld world = await StartAsync($$"""
            project: flights
            data:
              linked: {from: "{{web.Url}}/linked?page=1"}
              fielded: {from: "{{web.Url}}/fielded", pages: {items: data.rows, next: meta.next} }
              around: {from: "{{web.Url}}/around", pages: {items: rows, next: next} }
            """, TestWeb.Trusting);
        (await world.IngestAsync(source: "linked")).Rows.ShouldBe(3);
        (await world.IngestAsync(source: "fielded")).Rows.ShouldBe(6);
        Arrival around = await world.IngestAsync(source: "around");
        (around.State, around.Reason).ShouldBe((ArrivalState.Failed, "A page names itself or an earlier one as the next."));
    }

    [Fact]
    public async Task Pages_are_named_by_a_parameter_that_a_field_tells_or_that_counts()
    {
        await using TestWeb web = await TestWeb.StartAsync((_, app) =>
        {
            app.MapGet("/told", (string? cursor, string kind) => Results.Json(new { rows = new[] { new { x = cursor ?? kind } }, next = cursor switch { null => "a&b/c", "a&b/c" => "3", _ => "" } }));
            app.MapGet("/numbered", (int? cursor) => Results.Json(new { rows = new[] { new { x = cursor ?? 0 } }, next = cursor == 2 ? (int?)null : (cursor ?? 0) + 1 }));
            app.MapGet("/counted", (int? page) => Results.Json(Enumerable.Range(page ?? 1, page > 3 ? 0 : 1).Select(x => new { x })));
        });
        await using TestWorld world = await StartAsync($$"""
            project: flights
            data:
              told: {from: "{{web.Url}}/told?kind=first", pages: {items: rows, next: next, by: cursor} }
              numbered: {from: "{{web.Url}}/numbered", pages: {items: rows, next: next, by: cursor} }
              counted: {from: "{{web.Url}}/counted", pages: {by: page} }
              later: {from: "{{web.Url}}/counted?page=2", pages: {by: page} }
              none: {from: "{{web.Url}}/counted?page=4", pages: {by: page} }
            """, TestWeb.Trusting);
        Arrival told = await world.IngestAsync(source: "told");
        (told.State, told.Rows).ShouldBe((ArrivalState.Accepted, 3), told.Reason);
        Rows($"select x from read_parquet('{await world.Get<IDatasets>().PathAsync((await world.KnownAsync("told")).Single())}') order by x").Select(r => r[0]).ShouldBe(["3", "a&b/c", "first"]);
        (await world.IngestAsync(source: "numbered")).Rows.ShouldBe(3);
        (await world.IngestAsync(source: "counted")).Rows.ShouldBe(3);
        (await world.IngestAsync(source: "later")).Rows.ShouldBe(2);
        Arrival none = await world.IngestAsync(source: "none");
        (none.State, none.Reason).ShouldBe((ArrivalState.Accepted, null));
    }

    [Fact]
    public async Task Pages_are_counted_by_the_rows_that_came()
    {
        var asked = new ConcurrentQueue<string>();
        await using TestWeb web = await TestWeb.StartAsync((_, app) =>
        {
            // Seven rows; whatever is asked for, three come at most.
            app.MapGet("/rows", (int? skip, int limit, string kind) =>
            {
                asked.Enqueue($"{skip?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"} {limit} {kind}");
                return Results.Json(new { data = Enumerable.Range(skip ?? 0, Math.Max(0, Math.Min(7 - (skip ?? 0), Math.Min(limit, 3)))).Select(x => new { x }) });
            });
            app.MapGet("/one", () => Results.Json(new { x = 1 }));
        });
        await using TestWorld world = await StartAsync($$"""
            project: flights
            data:
              rows: {from: "{{web.Url}}/rows?limit=100&kind=a%26b", pages: {items: data, offset: skip} }
              rest: {from: "{{web.Url}}/rows?limit=2&kind=c&skip=4", pages: {items: data, offset: skip} }
              none: {from: "{{web.Url}}/rows?limit=2&kind=d&skip=9", pages: {items: data, offset: skip} }
              one: {from: "{{web.Url}}/one", pages: {offset: skip} }
            """, TestWeb.Trusting);
        Arrival rows = await world.IngestAsync(source: "rows");
        (rows.State, rows.Rows).ShouldBe((ArrivalState.Accepted, 7), rows.Reason);
        Rows($"select x from read_parquet('{await world.Get<IDatasets>().PathAsync((await world.KnownAsync("rows")).Single())}') order by x").Select(r => r[0]).ShouldBe([0L, 1L, 2L, 3L, 4L, 5L, 6L]);
        asked.Distinct().ShouldBe(["- 100 a&b", "3 100 a&b", "6 100 a&b", "7 100 a&b"]);
        (await world.IngestAsync(source: "rest")).Rows.ShouldBe(3);
        Arrival none = await world.IngestAsync(source: "none");
        (none.State, none.Reason).ShouldBe((ArrivalState.Accepted, null));
        Arrival one = await world.IngestAsync(source: "one");
        (one.State, one.Reason).ShouldBe((ArrivalState.Failed, "A page is no list, so that its rows cannot be counted; 'items' names the list."));
    }
}
