using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Compute;
using Cairn.Data;
using Cairn.DuckDb;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Data;

/// <summary>A world with Compute and Data, one project <c>flights</c>, and its drop folder.</summary>
internal static class DataWorld
{
    public const string Yaml = """
        project: flights
        data:
          trips:
            from: trips/{day}.csv
            every: day at 02:00
            since: 2001-01-01
            time: at
            expect:
              rows: {min: 5}
              carrier: {type: text, in: [AA, DL], missing: 0%}
              delay: {type: float, range: [-120, 3000], missing: 50%}
        """;

    public static async Task<TestWorld> StartAsync(string yaml = Yaml, DataOptions? options = null, string engine = TestEngines.Sqlite, Action<IServiceCollection>? services = null, bool real = false, ComputeOptions? compute = null)
    {
        TestWorld world = await TestWorld.StartAsync(new TestWorldOptions
        {
            SimulatedClock = real ? null : new TestWorldOptions().SimulatedClock,
            Rooms = s => (services is null ? s : Added(s, services)).AddCompute(compute ?? new ComputeOptions { Slots = 2 }).AddData(options).AddSingleton<TestProjects>().AddSingleton<IProjects>(p => p.GetRequiredService<TestProjects>())
                .AddSingleton<TestSecrets>().AddSingleton<ISecrets>(p => p.GetRequiredService<TestSecrets>()).AddSingleton<IRepositories, TestTrees>().AddSingleton<IRoles, NoRoles>(),
            Routes = a =>
            {
                a.MapCompute();
                a.MapData();
            },
        }, engine);
        await world.Get<TestProjects>().DeclareAsync(yaml);
        return world;
    }

    private static IServiceCollection Added(IServiceCollection s, Action<IServiceCollection> services)
    {
        services(s);
        return s;
    }

    public static string Drop(this TestWorld world, string file)
    {
        string path = Path.Combine(world.Directory, "sources", "flights", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Delivers a day of trips, an hour apart by seconds.</summary>
    public static void Deliver(this TestWorld world, string day, int rows, Func<int, string>? delay = null, string carrier = "AA")
    {
        var text = new StringBuilder("at,carrier,delay\n");
        for (int i = 0; i < rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"{day}T{i / 3600 % 24:d2}:{i / 60 % 60:d2}:{i % 60:d2},{(i % 2 == 0 ? carrier : "DL")},{delay?.Invoke(i) ?? $"{(i % 40) - 5}.5"}\n");
        File.WriteAllText(world.Drop($"trips/{day}.csv"), text.ToString());
    }

    public static Task AdvanceToAsync(this TestWorld world, int day, int hour = 3)
        => world.AdvanceAsync(new DateTimeOffset(2001, 1, day, hour, 0, 0, TimeSpan.Zero) - world.Now);

    public static Task<IReadOnlyList<DatasetVersion>> KnownAsync(this TestWorld world, string source = "trips", DateTimeOffset? asOf = null)
        => world.Get<IDatasets>().KnownAsync("flights", source, asOf);

    public static Task<IReadOnlyList<Arrival>> ArrivalsAsync(this TestWorld world, string source = "trips") => world.Get<ISources>().ArrivalsAsync("flights", source);

    public static async Task<Arrival> IngestAsync(this TestWorld world, string? partition = null, string source = "trips")
    {
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync($"/api/v1/projects/flights/data/{source}/ingest", new { partition });
        answer.EnsureSuccessStatusCode();
        await world.QuietAsync();
        return (await world.ArrivalsAsync(source)).OrderBy(a => a.RunId, StringComparer.Ordinal).Last();
    }

    public static async Task BackfillAsync(this TestWorld world, string from, string to)
    {
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync("/api/v1/projects/flights/data/trips/backfill", new { from, to });
        answer.EnsureSuccessStatusCode();
        await world.QuietAsync();
    }

    public static async Task<JsonElement> GetAsync(this TestWorld world, string path)
    {
        using JsonDocument document = JsonDocument.Parse(await world.Http.GetStringAsync("/api/v1/projects/flights/" + path));
        return document.RootElement.Clone();
    }

    public static IReadOnlyList<object?[]> Rows(string sql)
    {
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection connection = database.Connect();
        using DuckResult result = connection.Query(sql);
        return [.. result.Rows()];
    }
}
