using Microsoft.AspNetCore.Components;

namespace Cairn.Platform.Web;

/// <summary>One column of a table as code. <c>Text</c> is what CSV holds, and the cell where no <c>Cell</c> is given.</summary>
/// <param name="Key">The name in <c>sort</c> and in CSV.</param>
/// <param name="Number">Right-aligned.</param>
/// <param name="Sort">Whether the head is a sort link.</param>
/// <param name="Wide">Takes the room that is left; it is also the head line of the row on a phone.</param>
public sealed record Column<T>(
    string Key, string Title, Func<T, string?> Text, RenderFragment<T>? Cell = null, bool Number = false, bool Sort = false, bool Wide = false)
{
    internal string? Css => Number ? "n" : Wide ? "w" : null;
}
