using System.Text.Json.Serialization;

namespace Cairn.Contracts.Snapshots;

/// <summary>Where the key that decides the variant is found; a request without it is spread by its id.</summary>
/// <param name="From">A request header, a cookie, or a column (the first row's value decides for the whole request).</param>
/// <param name="Name">Name of the header, cookie or column.</param>
public sealed record StickyKey(StickySource From, string Name)
{
    /// <summary>As the project file has it: <c>column customer</c>.</summary>
    public override string ToString() => $"{From switch { StickySource.Header => "header", StickySource.Cookie => "cookie", _ => "column" }} {Name}";
}

public enum StickySource
{
    [JsonStringEnumMemberName("header")] Header,
    [JsonStringEnumMemberName("column")] Column,
    [JsonStringEnumMemberName("cookie")] Cookie,
}
