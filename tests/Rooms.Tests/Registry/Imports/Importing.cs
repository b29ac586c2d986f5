using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>Imports as the command line asks for them, and their reports.</summary>
internal static class Importing
{
    public static async Task<JsonObject> ImportAsync(this TestWorld world, string from, string? artifacts = null)
    {
        using HttpResponseMessage begun = await world.Http.PostAsJsonAsync("/api/v1/imports/mlflow", new { from, artifacts }, TestContext.Current.CancellationToken);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await world.QuietAsync();
        return (await world.Http.GetFromJsonAsync<JsonObject>("/api/v1/imports/mlflow/report?from=" + Uri.EscapeDataString(from), TestContext.Current.CancellationToken))!;
    }

    public static Dictionary<string, (long There, long Here)> Counts(this JsonObject report)
        => report["counts"]!.AsArray().ToDictionary(c => (string)c!["what"]!, c => ((long)c!["there"]!, (long)c["here"]!));

    public static string[] Said(this JsonObject report, string list) => [.. report[list]!.AsArray().Select(l => (string)l!)];
}
