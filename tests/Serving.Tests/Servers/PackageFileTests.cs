using System.Text;
using Cairn.Contracts.Packages;

namespace Cairn.Serving.Tests.Servers;

public sealed class PackageFileTests
{
    private const string Ports = Support.TestPackages.Ports;
    private const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData("null", "must hold one object")]
    [InlineData("{", "$")]
    [InlineData("""{"inputs":[],"outputs":[]}""", "exactly one of 'command', 'code' and 'ensemble'")]
    [InlineData("""{"command":["x"],"inputs":[],"outputs":[]}""", "$.inputs")]
    [InlineData("""{"comand":["x"],PORTS}""", "comand")]
    [InlineData("""{"command":[],PORTS}""", "$.command")]
    [InlineData("""{"command":["x"],"server":{"answer_seconds":0},PORTS}""", "$.server.answer_seconds")]
    [InlineData("""{"command":["x"],"server":{"speaks":"grpc"},PORTS}""", "$.server.speaks")]
    [InlineData("""{"command":["x"],"server":{"ready":"ping"},PORTS}""", "$.server.ready")]
    [InlineData("""{"command":["x"],"answers":{},PORTS}""", "$.answers")]
    [InlineData("""{"command":["x"],"inputs":[{"name":"x","datatype":"float"}],"outputs":[{"name":"y","datatype":"FP32"}]}""", "$.inputs[0].datatype")]
    [InlineData("""{"command":["x"],"inputs":[{"name":"x","datatype":"datetime"}],"outputs":[{"name":"y","datatype":"FP32"}]}""", "MLflow's 'datetime' is text on the wire: say BYTES")]
    [InlineData("""{"command":["x"],"inputs":[{"name":"x","datatype":"FP32","shape":[4]}],"outputs":[{"name":"y","datatype":"FP32"}]}""", "$.inputs[0].shape")]
    [InlineData("""{"code":{"assembly":"../a.dll","model":"m.onnx"},PORTS}""", "$.code.assembly")]
    [InlineData("""{"ensemble":[{"name":"a","digest":"DIGEST","in":{"x":"b.y"}}],"answers":{"sum":"a.y"},PORTS}""", "$.ensemble[0].in.x")]
    [InlineData("""{"ensemble":[{"name":"a","digest":"v7","in":{"x":"inputs.x"}}],"answers":{"sum":"a.y"},PORTS}""", "$.ensemble[0].digest")]
    [InlineData("""{"ensemble":[{"name":"a","digest":"DIGEST","in":{"x":"inputs.x"}}],PORTS}""", "$.answers")]
    public void A_wrong_manifest_is_refused_with_the_place(string json, string holds) =>
        Should.Throw<PackageException>(() => PackageFile.Parse(Encoding.UTF8.GetBytes(json.Replace("PORTS", Ports, StringComparison.Ordinal).Replace("DIGEST", Digest, StringComparison.Ordinal)))).Message.ShouldContain(holds, Case.Sensitive);

    [Fact]
    public void Comments_and_defaults_are_taken()
    {
        ModelPackage package = PackageFile.Parse(Encoding.UTF8.GetBytes("{/* a server */\"command\":[\"python3\",\"serve.py\"]," + Ports + ",}"));
        (package.Server.ReadyPath, package.Inputs[0].Shape.Count).ShouldBe(("/v2/health/ready", 2));
    }
}
