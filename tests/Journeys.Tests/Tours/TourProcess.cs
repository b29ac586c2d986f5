using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Journeys.Tests.Tours;

/// <summary>A tour as a process of its own, with its server and its journal of what was acknowledged.</summary>
internal sealed class TourProcess : IDisposable
{
    /// <summary>Days of a tour that is told no other number.</summary>
    public const int Days = 12;

    /// <summary>Flights of a day; enough to train on, few enough to be quick.</summary>
    public const int Rows = 900;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(12);
    private static readonly DateTimeOffset Begin = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("tour-").FullName;
    private readonly Process _process;
    private readonly Task<string> _out, _errors;

    private TourProcess(int days, string? database)
    {
        Port = FreePort.Next();
        string[] words =
        [
            Repository.Cli, "demo", "--days", $"{days}", "--rows", $"{Rows}", "--json", "--port", $"{Port}", "--data", Data, "--journal", Path.Combine(_folder, "journal.jsonl"),
            .. database is null ? Array.Empty<string>() : ["--db", database],
        ];
        var start = new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["CAIRN_HOME"] = Repository.Root;
        _process = Process.Start(start)!;
        (_out, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public int Port { get; }

    public string Data => Path.Combine(_folder, "data");

    public bool HasEnded => _process.HasExited;

    public static TourProcess Start(int days = Days, string? database = null) => new(days, database);

    /// <summary>Lines of the journal so far that are whole.</summary>
    public IReadOnlyList<JsonObject> Journal()
    {
        var path = Path.Combine(_folder, "journal.jsonl");
        if (!File.Exists(path))
        {
            return [];
        }
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];
    }

    /// <summary>The server's process, as the newest start says; null before the first.</summary>
    public int? ServerId => (int?)Journal().LastOrDefault(l => (string?)l["what"] == "server")?["pid"];

    /// <summary>Days of the simulated world that are over.</summary>
    public double Lived => Journal().LastOrDefault(l => (string?)l["what"] == "advanced") is { } line ? (DateTimeOffset.Parse((string)line["to"]!, CultureInfo.InvariantCulture) - Begin).TotalDays : 0;

    /// <summary>Waits for the end of the tour, at most this long.</summary>
    /// <returns>False when it goes on.</returns>
    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        using var enough = new CancellationTokenSource(time);
        try
        {
            await _process.WaitForExitAsync(enough.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The summary, once the tour has ended well.</summary>
    public async Task<JsonObject> SummaryAsync()
    {
        (await EndsWithinAsync(Longest)).ShouldBeTrue("the tour takes too long");
        _process.ExitCode.ShouldBe(0, await _errors + ServerLog());
        return JsonNode.Parse(await _out)!.AsObject();
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var http = new HttpClient();
        return (await JsonNode.ParseAsync(await http.GetStreamAsync(new Uri($"http://127.0.0.1:{Port}/{path}"))))!;
    }

    /// <summary>Every event of the ledger, in the order of its chain.</summary>
    public async Task<IReadOnlyList<JsonObject>> EventsAsync()
    {
        var all = new List<JsonObject>();
        string? next = null;
        do
        {
            var page = await GetAsync("api/v1/ledger/events?limit=1000" + (next is null ? "" : "&after=" + next));
            all.AddRange(page["items"]!.AsArray().Select(i => i!["event"]!.AsObject()));
            next = (string?)page["next"];
        }
        while (next is not null);
        return all;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        if (ServerId is { } server)
        {
            Kill(server);
        }
        _process.Dispose();
        EndOrphans();
        Directory.Delete(_folder, recursive: true);
    }

    // Steps outlive a server that was killed, until the next one finds them: here none comes, and they write where we want to delete.
    private void EndOrphans()
    {
        for (int[] left; (left = [.. Processes().Where(IsOfThisTour)]).Length > 0;)
        {
            foreach (var process in left)
            {
                Kill(process);
            }
        }
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var id) ? id : 0).Where(id => id != 0);

    private bool IsOfThisTour(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(_folder, StringComparison.Ordinal)
                || new DirectoryInfo($"/proc/{process}/cwd").LinkTarget?.StartsWith(_folder, StringComparison.Ordinal) == true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return false;
        }
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public static void Kill(int process)
    {
        try
        {
            using var victim = Process.GetProcessById(process);
            victim.Kill();
            victim.WaitForExit();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // It is gone already.
        }
    }

    private string ServerLog()
    {
        var log = Path.Combine(Data, "demo/server.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(60)) : "";
    }
}
