using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Cairn.Compute.Environments;

/// <summary>The machine that a task runs on, read from the system's files.</summary>
internal static class MachineFacts
{
    /// <summary>The lists of installed packages of Debian's and Alpine's kind, told by their digest.</summary>
    private static readonly string[] PackageLists = ["/var/lib/dpkg/status", "/lib/apk/db/installed"];

    private static readonly Lazy<JsonObject> Facts = new(Read);
    private static Tuple<DateTime, string?>? _packages;

    public static JsonObject Now()
    {
        var facts = (JsonObject)Facts.Value.DeepClone();
        facts["system_packages"] = Packages();
        return facts;
    }

    private static JsonObject Read() => new()
    {
        ["system"] = Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"'),
        ["kernel"] = Line("/proc/sys/kernel/osrelease"),
        ["architecture"] = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
        ["cpu"] = Value("/proc/cpuinfo", "model name", ':'),
        ["libc"] = Gnu(),
        ["gpu_driver"] = Line("/proc/driver/nvidia/version"),
        ["container"] = File.Exists("/.dockerenv") || File.Exists("/run/.containerenv") || Directory.Exists("/var/run/secrets/kubernetes.io"),
    };

    // Read again when it was written: packages come and go while a server lives.
    private static string? Packages()
    {
        try
        {
            if (Array.Find(PackageLists, File.Exists) is not { } list) return null;
            DateTime at = File.GetLastWriteTimeUtc(list);
            if (_packages is { } known && known.Item1 == at) return known.Item2;
            using FileStream file = File.OpenRead(list);
            _packages = Tuple.Create(at, (string?)Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))[..16]);
            return _packages.Item2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Line(string path) => Lines(path).FirstOrDefault()?.Trim();

    private static string? Value(string path, string name, char sign)
        => Lines(path).Select(l => l.Split(sign, 2)).FirstOrDefault(w => w.Length == 2 && w[0].Trim() == name)?[1].Trim();

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadLines(path).Take(100).ToArray() : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Gnu()
    {
        try
        {
            return Marshal.PtrToStringUTF8(Native.GnuVersion());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }
}
