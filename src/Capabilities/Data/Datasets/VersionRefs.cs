using System.Globalization;
using Cairn.Data.Tags;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Data.Datasets;

/// <summary>Finds the version that somebody means: its id, <c>source</c> (the newest), <c>source@tag</c>, <c>source@number</c> or <c>source@partition</c>.</summary>
internal sealed class VersionRefs(IDatabase database, VersionStore versions, TagStore tags)
{
    /// <exception cref="ApiException">404: there is none.</exception>
    public async Task<DatasetVersion> RequireAsync(string project, string text, CancellationToken cancellation) => await database.ReadAsync(s =>
    {
        VersionRow row = Find(s, project, text) is { } found && found.Project == project ? found
            : throw ApiException.NotFound("dataset version", text, "Name it by its id, or as <source>, <source>@<tag>, <source>@<number> or <source>@<partition>.");
        return row.View() with { Tags = tags.NamesOf(s, row.Id) };
    }, cancellation);

    private VersionRow? Find(SqlSession s, string project, string text)
    {
        if (text.StartsWith("dsv-", StringComparison.Ordinal)) return versions.Find(s, text);
        string[] parts = text.Split('@', 2);
        if (parts.Length == 1) return versions.Last(s, project, text);
        if (tags.VersionOf(s, project, parts[0], parts[1]) is { } tagged) return versions.Find(s, tagged);
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && versions.Numbered(s, project, parts[0], number) is { } numbered ? numbered
            : versions.Newest(s, project, parts[0], parts[1]);
    }
}
