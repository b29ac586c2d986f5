namespace Cairn.Pipelines.Reproductions;

/// <summary>What came of making a version again, as it is kept.</summary>
internal sealed record ReproductionRow
{
    public string RunId { get; init; } = "";
    public string Project { get; init; } = "";

    /// <summary>Id of the model version.</summary>
    public string Version { get; init; } = "";

    public string? Recipe { get; init; }

    /// <summary>As in <see cref="ReproductionReport"/>.</summary>
    public string Verdict { get; init; } = "";

    public bool Ok { get; init; }

    /// <summary>The first step whose bytes differ.</summary>
    public string? Diverged { get; init; }

    /// <summary>Share of the data it was made on.</summary>
    public double Sample { get; init; } = 1;

    public long At { get; init; }

    /// <summary>In a sentence's words, with its day.</summary>
    public string Words => $"{DateTimeOffset.FromUnixTimeMilliseconds(At):yyyy-MM-dd}: " + Verdict switch
    {
        ReproductionReport.Same => "the same bytes",
        ReproductionReport.Within => $"other bytes from '{Diverged}' on, metrics within tolerance",
        ReproductionReport.Other => $"it diverged at '{Diverged}'",
        _ => "it could not be made again",
    } + (Sample < 1 ? ", on a share of the data" : "");
}
