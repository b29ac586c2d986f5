using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cairn.Compute.Environments;

/// <summary>The packages that a lock file names with their versions: requirements with ==, uv.lock and its kind, renv.lock, packages.lock.json.</summary>
internal static partial class LockedPackages
{
    /// <summary>Stands for any version.</summary>
    public const string Any = "*";

    /// <summary>Name -> version; empty for a file of another form, or one that fixes nothing.</summary>
    public static IReadOnlyDictionary<string, string> Read(TaskLock file)
    {
        try
        {
            return Path.GetFileName(file.Name) switch
            {
                "renv.lock" => Renv(file.Text),
                "packages.lock.json" => Frameworks(file.Text),
                var name when Path.GetExtension(name) is ".lock" or ".toml" => Pairs(Tables(), file.Text),
                _ => Pairs(Requirement(), file.Text),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new Dictionary<string, string>();
        }
    }

    /// <summary>As package indexes compare names.</summary>
    public static string Plain(string name) => Separators().Replace(name, "-").ToLowerInvariant();

    /// <summary>The first package, by name, that is missing or has another version; null when there is none.</summary>
    public static string? Difference(IReadOnlyDictionary<string, string> wanted, Installed installed)
    {
        foreach ((string name, string version) in wanted.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            if (!installed.Packages.TryGetValue(name, out string? there)) return $"{name}{(version == Any ? "" : " " + version)} is not installed";
            if (version != Any && there != version) return $"{name} is {there} and not {version}";
        }
        return null;
    }

    private static Dictionary<string, string> Pairs(Regex form, string text)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in form.Matches(text)) all[Plain(match.Groups["name"].Value)] = match.Groups["version"].Value;
        return all;
    }

    private static Dictionary<string, string> Renv(string text)
    {
        using JsonDocument file = JsonDocument.Parse(text);
        return file.RootElement.GetProperty("Packages").EnumerateObject().ToDictionary(p => Plain(p.Name), p => p.Value.GetProperty("Version").GetString()!, StringComparer.Ordinal);
    }

    // NuGet brings the packages itself, in locked mode; what must be there is the runtime.
    private static Dictionary<string, string> Frameworks(string text)
    {
        using JsonDocument file = JsonDocument.Parse(text);
        return file.RootElement.GetProperty("dependencies").EnumerateObject().Select(f => f.Name.Split('/')[0]).Distinct(StringComparer.Ordinal).ToDictionary(Plain, _ => Any, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)(\[[^\]]*\])?\s*===?\s*(?<version>[^\s;#\\,*]+)(?=\s*(\\|#|$))", RegexOptions.Multiline)]
    private static partial Regex Requirement();

    // A package that is the project itself is not looked for.
    [GeneratedRegex(@"^\[\[packages?\]\]\s*\nname = ""(?<name>[^""]+)""\s*\nversion = ""(?<version>[^""]+)""(?!\s*\nsource = \{ (?:editable|virtual))", RegexOptions.Multiline)]
    private static partial Regex Tables();

    [GeneratedRegex("[-_.]+")]
    private static partial Regex Separators();
}
