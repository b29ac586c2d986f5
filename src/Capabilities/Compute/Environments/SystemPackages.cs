using Cairn.Platform.Processes;

namespace Cairn.Compute.Environments;

/// <summary>What the system's own package manager says is installed: of Debian, of Alpine, and of all that have rpm. Read again when it was written.</summary>
/// <param name="root">Of the file system; <c>/</c>.</param>
internal sealed class SystemPackages(IProcessRunner runner, string root)
{
    private const string Debian = "var/lib/dpkg/status", Alpine = "lib/apk/db/installed";
    // In the order in which they are looked for.
    private static readonly string[] Lists = [Debian, Alpine, "var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/rpmdb.sqlite", "var/lib/rpm/Packages.db", "var/lib/rpm/Packages"];
    private static readonly string[] RpmWords = ["rpm", "-qa", "--qf", "%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}.%{ARCH}\\n"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private Tuple<string, IReadOnlyDictionary<string, string>>? _known;

    /// <summary>Name -> version, the same object as long as nothing changes; null when there is no list that can be read.</summary>
    /// <param name="environment">In which rpm is looked for.</param>
    /// <param name="folder">To work in.</param>
    public async Task<IReadOnlyDictionary<string, string>?> ReadAsync(IReadOnlyDictionary<string, string> environment, string folder, CancellationToken cancellation)
    {
        if (Lists.Select(f => Path.Combine(root, f)).FirstOrDefault(File.Exists) is not { } list) return null;
        // What SQLite has not folded in yet lies beside.
        string stamp = $"{File.GetLastWriteTimeUtc(list).Ticks} {File.GetLastWriteTimeUtc(list + "-wal").Ticks}";
        if (_known is { } known && known.Item1 == stamp) return known.Item2;
        try
        {
            IEnumerable<(string Name, string Version)> all = list.EndsWith(Debian, StringComparison.Ordinal) ? OfDebian(await File.ReadAllLinesAsync(list, cancellation))
                : list.EndsWith(Alpine, StringComparison.Ordinal) ? OfAlpine(await File.ReadAllLinesAsync(list, cancellation)) : await OfRpmAsync(environment, folder, cancellation);
            // Of some, such as kernels, several versions are there at once.
            var read = new SortedDictionary<string, string>(all.GroupBy(p => p.Name, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => string.Join(',', g.Select(p => p.Version).Order(StringComparer.Ordinal)), StringComparer.Ordinal), StringComparer.Ordinal);
            if (read.Count == 0) return null;
            _known = Tuple.Create(stamp, (IReadOnlyDictionary<string, string>)read);
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What differs from what is asked for, by name, the first few; null when nothing does.</summary>
    public static string? Difference(SystemLock asked, IReadOnlyDictionary<string, string>? now) => now is null ? "the system's packages cannot be told"
        : LockedPackages.Told([.. asked.Differences(now).Select(d => d.There is null ? $"{d.Name} {d.Asked} is not installed" : d.Asked is null ? $"{d.Name} {d.There} is installed too" : $"{d.Name} is {d.There} and not {d.Asked}")]);

    // Paragraphs of "Package: …", "Status: install ok installed", "Architecture: …", "Version: …". What is not for this machine carries its architecture.
    private static List<(string, string)> OfDebian(string[] lines)
    {
        var all = new List<(string Name, string Architecture, string Version)>();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in lines.Append(""))
        {
            if (line.Length == 0)
            {
                if (fields.GetValueOrDefault("Status")?.EndsWith(" installed", StringComparison.Ordinal) == true) all.Add((fields["Package"], fields.GetValueOrDefault("Architecture", ""), fields.GetValueOrDefault("Version", "")));
                fields.Clear();
            }
            else if (char.IsAsciiLetter(line[0]) && line.Split(": ", 2) is [var field and ("Package" or "Status" or "Architecture" or "Version"), var value]) fields[field] = value;
        }
        string own = all.Find(p => p.Name == "dpkg").Architecture ?? "";
        return [.. all.Select(p => (p.Architecture == own || p.Architecture == "all" ? p.Name : $"{p.Name}:{p.Architecture}", p.Version))];
    }

    // Paragraphs of "P:name" and "V:version", in this order.
    private static IEnumerable<(string, string)> OfAlpine(string[] lines)
    {
        string name = "";
        foreach (string line in lines)
            if (line.StartsWith("P:", StringComparison.Ordinal)) name = line[2..];
            else if (line.StartsWith("V:", StringComparison.Ordinal)) yield return (name, line[2..]);
    }

    private async Task<IEnumerable<(string, string)>> OfRpmAsync(IReadOnlyDictionary<string, string> environment, string folder, CancellationToken cancellation)
    {
        string log = Path.Combine(folder, $"rpm-{Guid.NewGuid():N}");
        try
        {
            var spec = new ProcessSpec(RpmWords, folder, log) { Environment = environment, Timeout = Patience, ErrorFile = log + ".errors" };
            bool answers = (await runner.RunAsync(spec, cancellation: cancellation)).Succeeded;
            cancellation.ThrowIfCancellationRequested();
            return answers ? [.. (await File.ReadAllLinesAsync(log, cancellation)).Select(l => l.Split(' ')).Where(w => w.Length == 2).Select(w => (w[0], w[1]))] : [];
        }
        finally
        {
            File.Delete(log);
            File.Delete(log + ".errors");
        }
    }
}
