using Cairn.Contracts.Enrolment;
using Cairn.Contracts.Projects;
using Cairn.Platform;

namespace Cairn.Compute.Targets;

/// <summary>The installation's <c>compute.yaml</c> in the data folder; without it <c>local</c> is the only target.</summary>
internal static class Enrolment
{
    public const string FileName = "compute.yaml";

    /// <exception cref="InvalidOperationException">The file is faulty; the message has every fault with its line and column.</exception>
    public static IReadOnlyList<EnrolledTarget> Read(PlatformOptions platform)
    {
        string path = Path.Combine(Path.GetFullPath(platform.DataDirectory), FileName);
        if (!File.Exists(path)) return [];
        (IReadOnlyList<EnrolledTarget> targets, IReadOnlyList<FileFault> faults) = EnrolmentFile.Parse(File.ReadAllText(path), path);
        return faults.Count == 0 ? targets : throw new InvalidOperationException($"The compute targets cannot be read:\n{string.Join('\n', faults)}");
    }
}
