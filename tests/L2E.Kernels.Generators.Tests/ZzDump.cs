using L2E.Kernels.Generators.Tests.Harness;
namespace L2E.Kernels.Generators.Tests;
public class ZzDump { [Fact] public void Dump() {
 var f = typeof(SnapshotTests).GetField("run", System.Reflection.BindingFlags.NonPublic|System.Reflection.BindingFlags.Static)!;
 var run=((Lazy<GeneratorRun>)f.GetValue(null)!).Value;
 foreach (var name in new[]{"Rastrigin","RotatedSphere","ObjectiveCatalogue"}) System.IO.File.WriteAllText("/tmp/snap/"+name+".cs.txt", run.Texts.Single(t=>t.Key.Split('.').Contains(name)).Value);
 var run2=GeneratorHost.Run(L2E.Kernels.Generators.Tests.Lanes.LaneSamples.Source);
 System.IO.Directory.CreateDirectory("/tmp/snap2"); foreach (var t in run2.Texts) System.IO.File.WriteAllText("/tmp/snap2/"+t.Key, t.Value);
}
}
