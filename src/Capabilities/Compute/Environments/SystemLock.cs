using System.Runtime.InteropServices;

namespace Cairn.Compute;

/// <summary>Packages that the system must have where a task runs.</summary>
/// <param name="Name">Of the lock file, or what else asks for them, as a message names it.</param>
/// <param name="Packages">Name -> version. A name of Debian's may carry its architecture.</param>
/// <param name="IsWhole">There must be no others.</param>
public sealed record SystemLock(string Name, IReadOnlyDictionary<string, string> Packages, bool IsWhole = false)
{
    /// <summary>Reads lines of <c>name=version</c>, or as <c>dpkg-query -W</c> writes them; comments begin with #.</summary>
    /// <exception cref="FormatException">A line is none, or there is none; the message names it.</exception>
    public static SystemLock Read(string name, string text)
    {
        var packages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string line, int number) in text.Split('\n').Select((l, i) => (l.Split('#')[0].Trim(), i + 1)).Where(l => l.Item1.Length > 0))
        {
            if (line.Split(['=', '\t', ' '], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var package, var version] || version.AsSpan().ContainsAny(' ', '\t'))
                throw new FormatException($"{name}:{number} is no package with its version. Write each as name=version, or take what dpkg-query -W tells.");
            packages[package] = version;
        }
        return packages.Count > 0 ? new SystemLock(name, packages) : throw new FormatException($"{name} names no package. Write each on a line of its own as name=version.");
    }

    /// <summary>Package, version there (null when it is absent) and version asked for (null when it is one too many) of each that differs, by name.</summary>
    internal IEnumerable<(string Name, string? There, string? Asked)> Differences(IReadOnlyDictionary<string, string> now)
        => Packages.Keys.Union(IsWhole ? now.Keys : []).Order(StringComparer.Ordinal).Select(n => (n, VersionOf(n, now), Packages.GetValueOrDefault(n))).Where(p => p.Item2 != p.Item3);

    /// <summary>This machine's architecture as Debian names it.</summary>
    internal static readonly string Own = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "i386",
        Architecture.Arm => "armhf",
        Architecture.Ppc64le => "ppc64el",
        var other => other.ToString().ToLowerInvariant(),
    };

    // What is for this machine, or for all, is listed without its architecture.
    private static string? VersionOf(string name, IReadOnlyDictionary<string, string> now)
        => now.GetValueOrDefault(name) ?? (name.Split(':') is [var plain, var architecture] && (architecture == Own || architecture == "all") ? now.GetValueOrDefault(plain) : null);
}
