using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>The kinds of sources by name.</summary>
internal sealed class SourceCatalog(IEnumerable<ISourceKind> kinds)
{
    private readonly Dictionary<string, ISourceKind> _kinds = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <exception cref="UnusableSourceException">There is none.</exception>
    public ISourceKind Of(DataSource source) => _kinds.GetValueOrDefault(source.Kind) ?? throw new UnusableSourceException($"This server gathers {SourceKinds.Words} and commands only.");
}
