using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Cairn.Compute.Environments;

/// <summary>The machine that a task runs on, read from the system's files.</summary>
internal static class MachineFacts
{
    private static readonly Lazy<JsonObject> Facts = new(Read);

    public static JsonObject Now() => (JsonObject)Facts.Value.DeepClone();

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
