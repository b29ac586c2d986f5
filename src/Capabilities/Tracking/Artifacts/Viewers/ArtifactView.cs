using Cairn.Onnx;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>What a file of a run looks like to a reader.</summary>
/// <param name="Cut">Only its beginning is shown.</param>
public abstract record ArtifactView(bool Cut)
{
    /// <summary>Text as it is, JSON with its parts on lines of their own.</summary>
    public sealed record Text(string Content, bool Cut) : ArtifactView(Cut);

    /// <summary>The first rows of a CSV, TSV or Parquet file.</summary>
    public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool Cut) : ArtifactView(Cut);

    /// <summary>A picture; its kind was read from its first bytes.</summary>
    public sealed record Picture(string MediaType) : ArtifactView(false);

    /// <summary>A page, which runs in a frame of no origin.</summary>
    public sealed record Page() : ArtifactView(false);

    /// <param name="Steps">None when they are too many to be drawn.</param>
    public sealed record Model(OnnxFileInfo Info, IReadOnlyList<OnnxStep> Steps) : ArtifactView(false);

    /// <param name="Why">Why it is not shown.</param>
    public sealed record None(string Why) : ArtifactView(false);
}
