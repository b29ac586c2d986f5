namespace Cairn.Platform.Web;

/// <summary>Finds things of one room by name, id or digest prefix (6 or more hex letters); every registered one is asked. Best first, at most 10.</summary>
public interface ISearchSource
{
    ValueTask<IReadOnlyList<SearchHit>> FindAsync(string? project, string text, CancellationToken stop);
}
