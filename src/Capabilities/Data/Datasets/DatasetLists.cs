using Cairn.Data.Tags;
using Cairn.Platform.Sql;

namespace Cairn.Data.Datasets;

/// <summary>Versions with their tags, newest first.</summary>
internal sealed class DatasetLists(VersionStore versions, TagStore tags)
{
    public IReadOnlyList<DatasetVersion> Read(SqlSession s, string project, string? source, bool known, string? before, int limit)
        => [.. versions.List(s, project, source, known, before, limit).Select(v => v.View() with { Tags = tags.NamesOf(s, v.Id) })];
}
