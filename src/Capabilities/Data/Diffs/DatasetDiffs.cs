using System.Text.Json;
using Cairn.Data.Datasets;
using Cairn.Platform;
using Cairn.Projects;

namespace Cairn.Data.Diffs;

/// <summary>Compares two versions: schema and distributions by their profiles, rows by their contents.</summary>
internal sealed class DatasetDiffs(IDatasets datasets, IProjects projects, PlatformOptions options)
{
    public async Task<DatasetDiff> CompareAsync(DatasetVersion before, DatasetVersion after, CancellationToken cancellation)
    {
        IReadOnlyList<ColumnProfile> then = await ProfileAsync(before, cancellation), now = await ProfileAsync(after, cancellation);
        return new DatasetDiff(Side(before), Side(after), before.Digest == after.Digest, ProfileDiff.Schema(then, now), await RowsAsync(before, after, then, now, cancellation), ProfileDiff.Columns(then, now));
    }

    private async Task<RowChanges?> RowsAsync(DatasetVersion before, DatasetVersion after, IReadOnlyList<ColumnProfile> then, IReadOnlyList<ColumnProfile> now, CancellationToken cancellation)
    {
        if (before.Source != after.Source || before.DeletedAt is not null || after.DeletedAt is not null) return null;
        IReadOnlyList<string> key = (await projects.FindAsync(after.Project, cancellation))?.File.Data.GetValueOrDefault(after.Source)?.Key ?? [];
        string[] both = [.. now.Where(c => then.Any(t => t.Name == c.Name && t.Type == c.Type)).Select(c => c.Name)];
        if (key.Count == 0 || key.Any(k => !both.Contains(k))) return null;
        string from = await datasets.PathAsync(before, cancellation), to = await datasets.PathAsync(after, cancellation);
        return await Task.Run(() => RowDiff.Compare(from, to, key, [.. both.Except(key, StringComparer.Ordinal)], options.Folder("scratch"), cancellation), cancellation);
    }

    private async Task<IReadOnlyList<ColumnProfile>> ProfileAsync(DatasetVersion version, CancellationToken cancellation)
    {
        using JsonDocument profile = await datasets.ProfileAsync(version, cancellation);
        return ColumnProfile.Read(profile.RootElement);
    }

    private static DiffSide Side(DatasetVersion v) => new(v.Id, v.Source, v.Partition, v.Number, v.Digest, v.Rows);
}
