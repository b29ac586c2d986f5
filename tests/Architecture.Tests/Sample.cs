namespace Cairn.Architecture.Tests;

/// <summary>Made-up trees for the samples.</summary>
internal static class Sample
{
    public static Tree Of(params (string Path, string Text)[] files) => new(files.ToDictionary(file => file.Path, file => file.Text));

    /// <summary>A project file of <paramref name="room"/> (<c>Capabilities/Data</c>) that refers to others.</summary>
    public static (string Path, string Text) Project(string room, params string[] references)
    {
        var name = room.Split('/')[^1];
        var up = string.Concat(Enumerable.Repeat("../", room.Split('/').Length));
        var items = string.Concat(references.Select(to => $"""<ProjectReference Include="{up}{to}/{to.Split('/')[^1]}.csproj" />"""));
        return ($"src/{room}/{name}.csproj", $"<Project><ItemGroup>{items}</ItemGroup></Project>");
    }
}
