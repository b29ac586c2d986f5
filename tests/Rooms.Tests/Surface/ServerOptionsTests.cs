using Cairn.Server;

namespace Cairn.Rooms.Tests.Surface;

/// <summary>The server's own flags: what is wrong is refused by name before anything is made.</summary>
public sealed class ServerOptionsTests
{
    [Theory]
    [InlineData("--artifacts", "s3://bucket/cairn", "must be a folder")]
    [InlineData("--artifacts", "file://host/share", "must be a folder")]
    [InlineData("--db", "mysql://h/d", "must be sqlite:FILE or postgres://")]
    [InlineData("--db", "cairn.db", "must be sqlite:FILE or postgres://")]
    [InlineData("--port", "70000", "within 0 to 65535")]
    [InlineData("--prober", "maybe", "on or off")]
    [InlineData("--public-url", "cairn.example.org", "write it as https://")]
    [InlineData("--public-url", "ftp://cairn.example.org", "write it as https://")]
    [InlineData("--public-url", "https://h/?q=1", "write it as https://")]
    [InlineData("--colour", "red", "is not a flag of the server")]
    public void A_wrong_value_is_refused_by_its_flag(string flag, string value, string said)
    {
        string message = Should.Throw<FormatException>(() => ServerOptions.Parse([flag, value])).Message;
        message.ShouldContain(flag);
        message.ShouldContain(said);
    }

    [Theory]
    [InlineData("/srv/artifacts", "/srv/artifacts")]
    [InlineData("file:///srv/cairn%20objects", "/srv/cairn objects")]
    [InlineData("objects", "objects")]
    public void Artifacts_lie_in_a_folder(string value, string folder) => ServerOptions.Parse(["--artifacts", value]).Platform.Artifacts.ShouldBe(folder);
}
