using System.Text;
using System.Text.Json;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Packages;
using Cairn.Serving.Models;
using Cairn.Serving.Servers;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Tests.Servers;

/// <summary>Seeded mutations of what a server answers and of a manifest: read, or refused as what they are.</summary>
public sealed class WireFuzzTests
{
    private const int Mutations = 5000, Rows = 2;
    private static readonly string[] Words = ["null", "[", "]", "{}", "{", "}", "\"x\"", ",", ":", "1e400", "-1", "true", "\"\\ud800\"", "[[", "]]", "\"shape\":[2,1]", "99999999999999999999"];

    private static readonly ModelPort[] Outputs = [new("y", Datatype.Fp32, [-1, 1]), new("n", Datatype.Int64, [-1]), new("t", Datatype.Bytes, [-1, 1]), new("w", Datatype.Fp64, [-1, -1])];

    private static readonly string[] Answers =
    [
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[2,1],"data":[1,null]},{"name":"n","datatype":"INT64","shape":[2],"data":[1,2]},{"name":"t","datatype":"BYTES","shape":[2,1],"data":[["a"],["b"]]},{"name":"w","datatype":"FP64","shape":[2,3],"data":[1,2,3,4,5,6]}]}""",
        """{"predictions":[{"y":1,"n":1,"t":"a","w":[1,2]},{"y":2,"n":2,"t":"b","w":[1,2]}]}""",
        """{"predictions":{"y":[1,2],"n":[1,2],"t":["a","b"],"w":[[1,2],[3,4]]}}""",
        """{"predictions":[[1,1,"a",[1,2]],[2,2,"b",[1,2]]]}""",
    ];

    [Fact]
    public void What_is_not_mutated_is_read()
    {
        for (int i = 0; i < Answers.Length; i++) Read(Answers[i], i).Select(t => (t.Name, t.Rows, t.Type)).ShouldBe([("y", 2, Datatype.Fp32), ("n", 2, Datatype.Int64), ("t", 2, Datatype.Bytes), ("w", 2, Datatype.Fp64)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_mutated_answer_fails_as_the_models_failure_or_has_the_shapes_of_the_manifest(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < Mutations; i++)
        {
            string answer = Mutate(Answers[seed], random);
            try
            {
                foreach ((TensorBuffer tensor, ModelPort port) in Read(answer, seed).Zip(Outputs))
                {
                    (tensor.Type, tensor.Rows, tensor.Shape.Length).ShouldBe((port.Type, Rows, port.Shape.Count), answer);
                    tensor.Count.ShouldBe(tensor.Rows * tensor.Width, answer);
                }
            }
            catch (Exception e) when (e is ModelFailure or JsonException)
            {
                e.Message.Length.ShouldBeGreaterThan(10);
            }
        }
    }

    [Fact]
    public void A_mutated_manifest_is_read_or_refused()
    {
        var random = new Random(7);
        string manifest = """{"command":["node","serve.js"],"server":{"speaks":"v2","answer_seconds":3,"environment":{"A":"b"}},"inputs":[{"name":"x","datatype":"FP32","shape":[-1,4]}],"outputs":[{"name":"y","datatype":"BYTES"}]}""";
        for (int i = 0; i < Mutations; i++)
        {
            string text = Mutate(manifest, random);
            try { PackageFile.Parse(Encoding.UTF8.GetBytes(text)).Inputs.Count.ShouldBeGreaterThan(0); }
            catch (PackageException e) { e.Message.Length.ShouldBeGreaterThan(10, text); }
        }
    }

    private static TensorBuffer[] Read(string answer, int seed)
    {
        IServerWire wire = seed == 0 ? new V2Wire("m") : new InvocationsWire();
        using JsonDocument document = JsonDocument.Parse(answer);
        return wire.Read(document.RootElement, Outputs, Rows);
    }

    private static string Mutate(string text, Random random)
    {
        for (int times = random.Next(1, 4); times > 0 && text.Length > 1; times--)
        {
            int at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)),
                1 => text.Insert(at, Words[random.Next(Words.Length)]),
                _ => text[..at] + (char)random.Next(32, 127) + text[(at + 1)..],
            };
        }

        return text;
    }
}
