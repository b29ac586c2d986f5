using System.Reflection;

namespace Cairn.Journeys.Tests;

/// <summary>The repository these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public static string Configuration => AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";

    public static string Cli => Path.Combine(Root, $"src/Apps/Cli/bin/{Configuration}/net10.0/Cairn.Cli.dll");

    public static string Server => Path.Combine(Root, $"src/Apps/Server/bin/{Configuration}/net10.0/Cairn.Server.dll");

    public static string Sample => Path.Combine(Root, "samples/flight-delay");

    public static string Flights => Path.Combine(Root, "node_modules/vega-datasets/data/flights-3m.parquet");
}
