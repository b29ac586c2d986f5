namespace Cairn.Projects;

/// <summary>A secret over HTTP, without its value.</summary>
/// <param name="SetBy">Null when it was given.</param>
/// <param name="From"><c>store</c> when it was set here, <c>file</c> or <c>environment</c> when whoever runs the server gives it.</param>
internal sealed record SecretView(string Name, string? SetBy, DateTimeOffset? SetAt, string From)
{
    public static SecretView Of(SecretRow row) => new(row.Name, row.SetBy, DateTimeOffset.FromUnixTimeMilliseconds(row.SetAt), "store");
}
