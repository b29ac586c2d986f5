using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>Searches that no walk and no index answers well, where hardly any run matches.</summary>
internal static class RareSearches
{
    private static readonly (string Filter, string Order)[] All =
    [
        ("params.rare = '7'", "metrics.m0 DESC"),
        ("tags.t0 = '3' and params.p0 = '1' and metrics.m0 > 0.9999", "params.p1"),
        ("metrics.m0 > 0.9 and metrics.m1 > 0.9 and metrics.m2 > 0.9", "metrics.m2 ASC"),
        ("params.rare LIKE '7'", "metrics.m0 DESC"),
        ("params.rare LIKE '7' and tags.t0 != '1'", "tags.t1"),
        ("metrics.m0 > 2", "attributes.end_time DESC"),
        ("params.p0 = 'nobody' or tags.t0 = 'nobody'", ""),
    ];

    public static int Count => All.Length;

    /// <returns>Milliseconds of the slowest.</returns>
    /// <param name="time">Milliseconds of one, by its body.</param>
    public static async Task<double> SlowestAsync(Func<string, Task<double>> time)
    {
        double most = 0;
        foreach ((string filter, string order) in All)
        {
            double took = await time(Body(filter, order));
            await Console.Error.WriteLineAsync($"    {took:0.#} ms: {filter} by {order}");
            most = Math.Max(most, took);
        }
        return most;
    }

    private static string Body(string filter, string order)
        => new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter, ["order_by"] = order.Length == 0 ? new JsonArray() : new JsonArray(order), ["max_results"] = 100 }.ToJsonString();
}
