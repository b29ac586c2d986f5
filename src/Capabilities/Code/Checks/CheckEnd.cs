using Cairn.Platform.Artifacts;

namespace Cairn.Code;

/// <summary>How a suite or build ended.</summary>
internal sealed record CheckEnd(bool Succeeded)
{
    public TestReport Report { get; init; } = TestReport.Empty;

    /// <summary>What the build made.</summary>
    public Artifact? Made { get; init; }

    public string? Reason { get; init; }

    /// <summary>Seconds.</summary>
    public double Duration { get; init; }

    public double CpuSeconds { get; init; }

    /// <summary>Bytes.</summary>
    public long PeakMemory { get; init; }

    public string? LogPath { get; init; }

    public string? Target { get; init; }

    public static CheckEnd Failure(string reason) => new(Succeeded: false) { Reason = reason };
}
