using Cairn.Projects;

namespace Cairn.Rooms.Tests.Projects;

/// <summary>Secrets that the server is given by files or variables.</summary>
public sealed class GivenSecretTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secrets-").FullName;
    private readonly Dictionary<string, string> _variables = [];
    private readonly GivenSecrets _given;

    public GivenSecretTests() => _given = new GivenSecrets(new ProjectsOptions { SecretsFolder = _folder, Variables = _variables.GetValueOrDefault });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_goes_before_a_variable_and_is_read_each_time()
    {
        _variables["CAIRN_SECRET__LATE_FLIGHTS__API_KEY"] = "of-variable";
        (_given.Find("late-flights", "API_KEY"), _given.Whence("late-flights", "API_KEY")).ShouldBe(("of-variable", "environment"));
        Write("late-flights", "API_KEY", "of-file\n");
        (_given.Find("late-flights", "API_KEY"), _given.Whence("late-flights", "API_KEY")).ShouldBe(("of-file", "file"));
        Write("late-flights", "API_KEY", "renewed");
        _given.Find("late-flights", "API_KEY").ShouldBe("renewed");
        _given.Files("late-flights").ShouldBe(["API_KEY"]);
    }

    [Fact]
    public void A_mounted_file_is_a_link_and_only_one_line_end_is_taken_away()
    {
        Write("lab/..data", "PEM", "line\nline\n\n");
        File.CreateSymbolicLink(Path.Combine(_folder, "lab", "PEM"), Path.Combine("..data", "PEM"));
        _given.Find("lab", "PEM").ShouldBe("line\nline\n");
    }

    [Theory]
    [InlineData("lab", "../other/API_KEY")]
    [InlineData("../lab", "API_KEY")]
    [InlineData("..", "API_KEY")]
    [InlineData("other", "API_KEY")]
    [InlineData("lab", "PATH")]
    [InlineData("lab", "CAIRN_IN_X")]
    [InlineData("lab", "api_key")]
    public void Nobody_reaches_what_is_not_his(string project, string name)
    {
        Write("lab", "API_KEY", "a-value");
        File.WriteAllText(Path.Combine(_folder, "API_KEY"), "of nobody");
        _given.Find(project, name).ShouldBeNull();
    }

    [Theory]
    [InlineData("late_flights")]
    [InlineData("late--flights")]
    public void A_project_whose_variables_could_be_anothers_has_none(string project)
    {
        _variables["CAIRN_SECRET__LATE_FLIGHTS__API_KEY"] = _variables["CAIRN_SECRET__LATE__FLIGHTS__API_KEY"] = "a-value";
        _given.Find(project, "API_KEY").ShouldBeNull();
        Write(project, "API_KEY", "of-file");
        _given.Find(project, "API_KEY").ShouldBe("of-file");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("with\0zero")]
    public void What_could_not_be_masked_is_refused_without_being_repeated(string value)
    {
        Write("lab", "API_KEY", value);
        string said = Should.Throw<InvalidOperationException>(() => _given.Find("lab", "API_KEY")).Message;
        said.ShouldStartWith("The secret 'API_KEY' that this server is given must have");
        said.ShouldNotContain(value);
    }

    private void Write(string project, string name, string value)
    {
        Directory.CreateDirectory(Path.Combine(_folder, project));
        File.WriteAllText(Path.Combine(_folder, project, name), value);
    }
}
