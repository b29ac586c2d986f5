using Cairn.Cli.Frame;

namespace Cairn.Cli.Demo;

/// <summary>Where everything is: the server program, the sample, the flights, and the tour's own folder.</summary>
/// <param name="Data">The server's data directory.</param>
internal sealed record Places(string Server, string Sample, string Flights, string Data)
{
    private const string Marker = "demo";

    /// <summary>The tour's own folder within the data directory.</summary>
    public string Own => Path.Combine(Data, Marker);

    /// <summary>The project's copy, a git repository of its own.</summary>
    public string Repository => Path.Combine(Own, "repo");

    public string ServerLog => Path.Combine(Own, "server.log");

    /// <summary>Where the sources are looked for; deliveries go here.</summary>
    public string Inbox => Path.Combine(Data, "sources", Tour.Project);

    /// <exception cref="UsageException">Something is missing, or the folder is in use.</exception>
    public static Places Find(Func<string, string?> environment, string? data)
    {
        var home = environment("CAIRN_HOME") ?? HomeAbove(AppContext.BaseDirectory);
        string[] servers = [Path.Combine(AppContext.BaseDirectory, "Cairn.Server.dll"), .. BuildsOf(home)];
        var server = servers.FirstOrDefault(File.Exists) ?? throw new UsageException("the server is not installed beside this program", "start the tour with ./cairn demo");
        var flights = Need(Path.Combine(home, "node_modules/vega-datasets/data/flights-3m.parquet"), "the flights", "npm ci");
        var sample = Path.Combine(home, "samples/flight-delay");
        Need(Path.Combine(sample, "cairn.yaml"), "the sample project", "run the tour from a clone of the repository");
        return new Places(server, sample, flights, Empty(data, home));
    }

    private static IEnumerable<string> BuildsOf(string home)
    {
        // The build that this program is of comes first.
        var configuration = AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";
        return new[] { configuration, "Release", "Debug" }.Select(c => Path.Combine(home, "src/Apps/Server/bin", c, "net10.0/Cairn.Server.dll"));
    }

    private static string HomeAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cairn.slnx")))
            {
                return folder.FullName;
            }
        }
        return start;
    }

    private static string Need(string path, string what, string mend) =>
        File.Exists(path) ? path : throw new UsageException($"{what} cannot be found at {path}", mend);

    private static string Empty(string? given, string home)
    {
        var folder = Path.GetFullPath(given ?? Path.Combine(home, "data", "demo"));
        var used = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        // Only a folder that an earlier tour made in the default place is cleared.
        if (used && given is null && Directory.Exists(Path.Combine(folder, Marker)))
        {
            Directory.Delete(folder, recursive: true);
        }
        else if (used)
        {
            throw new UsageException($"{folder} is not empty: a tour begins a world of its own", "give another folder with --data");
        }
        Directory.CreateDirectory(folder);
        return folder;
    }
}
