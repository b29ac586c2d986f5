using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Onnx;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;
using Cairn.Serving.Tests.Support;
using Cairn.Serving.V2;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Tests.V2;

/// <summary>The greatest of each row, as texts.</summary>
public sealed class ClassesTests
{
    private readonly Admission _admission = new(Options.Create(new ServingOptions()));

    /// <summary>As a sort of the whole row has it: values that come twice, that are none, and that have no end are among them.</summary>
    [Fact]
    public void They_are_the_first_of_the_sorted_row_whatever_is_in_it()
    {
        var random = new Random(7);
        foreach (int width in new[] { 0, 1, 2, 7, 40 })
            foreach (int most in new[] { 1, 2, 3, 7, 39, 40, 1000 })
            {
                const int rows = 20;
                float[] values = [.. Enumerable.Range(0, rows * width).Select(_ => random.Next(6) switch { 0 => float.NaN, 1 => float.NegativeInfinity, 2 => -0f, 3 => 0f, _ => random.Next(-4, 4) / 2f })];
                IEnumerable<string> sorted = Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, width).OrderByDescending(i => values[(row * width) + i]).ThenBy(i => i).Take(most)
                    .Select(i => string.Create(CultureInfo.InvariantCulture, $"{values[(row * width) + i]}:{i}")));
                TensorBuffer ranked = V2Classes.Rank(Output(rows, values), most, new(_admission));
                (ranked.Rows, ranked.Width, Texts(ranked)).ShouldBe((rows, Math.Min(most, width), string.Join(' ', sorted)), $"{most} of {width}");
            }
    }

    [Fact]
    public void What_they_take_is_the_requests_until_it_is_released_and_a_few_of_many_take_nothing()
    {
        TensorBuffer output = Output(1, [.. Enumerable.Range(0, 50_000).Select(i => (float)i)]);
        Texts(V2Classes.Rank(output, 2, new(_admission))).ShouldBe("49999:49999 49998:49998");
        _admission.BytesInFlight.ShouldBe(0, "two");

        TensorBuffer all = V2Classes.Rank(output, int.MaxValue, new(_admission));
        all.Count.ShouldBe(50_000);
        _admission.BytesInFlight.ShouldBe(1 << 20, $"{all.Length} bytes of texts");
        all.Release();
        _admission.BytesInFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Those_of_an_answer_that_cannot_be_written_are_given_back()
    {
        var graph = new OnnxGraph("both");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        graph.Output("same", graph.Mul(x, graph.Scalar(1)), OnnxType.Float, -1, 1);
        graph.Output("half", graph.Cast(x, OnnxType.Float16), OnnxType.Float16, -1, 1);
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", graph.ToBytes())) with { MaxRows = 10_000 });
        string body = $$$"""{"inputs":[{"name":"x","shape":[3000,1],"datatype":"FP32","data":[{{{string.Join(',', Enumerable.Repeat("1", 3000))}}}]}],"outputs":[{"name":"same","parameters":{"classification":1}},{"name":"half"}]}""";
        Answer answer = await host.PostAsync("/v2/models/m/infer", body);
        ((int)answer.Status, answer.Body).ShouldBe((400, """{"error":"Output 'half' is FP16, which has no JSON form; ask for it with the parameter 'binary_data'."}"""));
        await Until.TrueAsync(() => host.Metrics.Read().BytesInFlight == 0);
    }

    private static TensorBuffer Output(int rows, float[] values)
    {
        var output = new TensorBuffer();
        output.Begin("out", Datatype.Fp32);
        output.AddRaw(MemoryMarshal.AsBytes(values.AsSpan()), values.Length);
        output.SetShape(rows, values.Length / rows);
        return output;
    }

    private static string Texts(TensorBuffer ranked)
    {
        var all = new List<string>();
        foreach (ReadOnlySpan<byte> text in ranked.Texts()) all.Add(Encoding.UTF8.GetString(text));
        return string.Join(' ', all);
    }
}
